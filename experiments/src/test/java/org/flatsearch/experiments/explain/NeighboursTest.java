package org.flatsearch.experiments.explain;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.diff.DiffSide;
import org.flatsearch.results.diff.ScheduleDiff;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  static final Accelerator ACCELERATOR = SpecCatalogue.accelerator("flat-edge");

  /** 2 instances, 10 rows, 6 keys, 3 query dims, 4 value dims. */
  static final AttentionWorkload WORKLOAD =
      new AttentionWorkload("small", "", 1, 2, 2, 10, 6, 3, 4, 2);

  private static final String EXPECTED =
      """
      Q streamed past the buffer: Q held = at the array
      Q held inside instance: Q held = inside instance, 1 slot
      Q held inside key: Q held = inside key, 1 slot
      Q held inside queryDim: Q held = inside queryDim, 1 slot
      Q in 2 slots: Q held = inside row, 2 slots
      Q in 3 slots: Q held = inside row, 3 slots
      K held inside instance: K held = inside instance, 2 slots
      K held inside row: K held = inside row, 2 slots
      K held inside key: K held = inside key, 2 slots
      K held inside queryDim: K held = inside queryDim, 2 slots
      V streamed past the buffer: V held = at the array
      V held inside instance: V held = inside instance, 3 slots
      V held inside row: V held = inside row, 3 slots
      V held inside valueDim: V held = inside valueDim, 3 slots
      V in 1 slot: V held = inside key, 1 slot
      V in 2 slots: V held = inside key, 2 slots
      O streamed past the buffer: O held = at the array
      O held inside instance: O held = inside instance, 1 slot
      O held inside key: O held = inside key, 1 slot
      O held inside valueDim: O held = inside valueDim, 1 slot
      O in 2 slots: O held = inside row, 2 slots
      O in 3 slots: O held = inside row, 3 slots
      logits in 2 slots: logits held = inside row, 2 slots
      logits in 3 slots: logits held = inside row, 3 slots
      instance tiles of 2: shared instance tile = 2
      row tiles of 2: shared row tile = 2
      row tiles of 8: shared row tile = 8
      logit key tiles of 3: logit key tile = 3
      logit queryDim tiles of 2: logit queryDim tile = 2
      logit output stationary, rows = key: logit transposed = true
      logit input stationary, rows = queryDim: logit stationarity = input
      logit input stationary, rows = row: logit stationarity = input, logit transposed = true
      logit weight stationary, rows = queryDim: logit stationarity = weight
      logit weight stationary, rows = key: logit stationarity = weight, logit transposed = true
      attend key tiles of 3: attend key tile = 3
      attend key tiles of 6: attend key tile = 6
      attend valueDim tiles of 2: attend valueDim tile = 2
      attend output stationary, rows = row: attend stationarity = output, attend transposed = false
      attend output stationary, rows = valueDim: attend stationarity = output
      attend input stationary, rows = row: attend transposed = false
      attend weight stationary, rows = key: attend stationarity = weight, attend transposed = false
      attend weight stationary, rows = valueDim: attend stationarity = weight
      """;

  static AttentionSchedule schedule() {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.K, Residency.atArray());
    residency.put(Tensor.V, Residency.inside(Dimension.KEY, 3));
    residency.put(Tensor.O, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.LOGITS, Residency.inside(Dimension.ROW, 1));
    return new AttentionSchedule(
        List.of(new TiledLoop(Dimension.INSTANCE, 1), new TiledLoop(Dimension.ROW, 4)),
        new StageLoops(
            List.of(new TiledLoop(Dimension.KEY, 6), new TiledLoop(Dimension.QUERY_DIM, 3)),
            Stationarity.OUTPUT,
            false),
        new StageLoops(
            List.of(new TiledLoop(Dimension.KEY, 5), new TiledLoop(Dimension.VALUE_DIM, 1)),
            Stationarity.INPUT,
            true),
        residency);
  }

  @Test
  void changesOneChoiceAndNamesIt() {
    List<String> found = new ArrayList<>();
    Neighbours.of(schedule(), WORKLOAD, false)
        .forEach((change, neighbour) -> found.add(change + ": " + difference(neighbour)));

    assertThat(found).containsExactlyInAnyOrderElementsOf(EXPECTED.lines().toList());
  }

  @Test
  void holdsInRegistersWhereThereAreAny() {
    assertThat(Neighbours.of(schedule(), WORKLOAD, true))
        .containsKeys(
            "Q in registers", "O in registers", "logits in registers", "logits and O in registers")
        .doesNotContainKeys("K in registers", "V in registers");
  }

  private static String difference(AttentionSchedule neighbour) {
    return ScheduleDiff.of(side(schedule()), side(neighbour), CostModels.all().get("loopnest"))
        .decisions()
        .stream()
        .map(decision -> decision.decision() + " = " + decision.b())
        .collect(joining(", "));
  }

  private static DiffSide side(AttentionSchedule schedule) {
    return new DiffSide("", schedule, ACCELERATOR, WORKLOAD);
  }
}
