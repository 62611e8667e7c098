package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two ways to write the same work cost the same, by either model and in every figure. */
@Execution(ExecutionMode.CONCURRENT)
class SameWorkTest {
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  private final long seed = seed();
  private final int nests = nests();
  private final RandomNests random = new RandomNests(seed);

  long seed() {
    return 20_261_130;
  }

  int nests() {
    return 500;
  }

  private record Case(Accelerator accelerator, AttentionWorkload workload, LoopNest nest) {
    CostSheet cost(CostModel model) {
      return Nests.cost(model, accelerator, workload, nest);
    }
  }

  private Case draw(int cores) {
    AttentionWorkload workload = random.workload();
    return new Case(random.accelerator(cores), workload, random.nest(workload));
  }

  /** On one core: several share the rows of the outer loop only. */
  @Test
  void aSharedLoopOfOneIterationMayStandInsideTheOther() {
    int compared = 0;
    for (int drawn = 0; compared < nests; drawn++) {
      Case one = draw(1);
      if (one.nest.form == SharedLoops.INSTANCE_KEY_ROW) {
        one.nest.logit.tile[KEY] = one.workload.keyLength();
        one.nest.attend.tile[KEY] = one.workload.keyLength();
        requireEqual(drawn, one, new Case(one.accelerator, one.workload, keysInside(one.nest)));
        compared++;
      }
    }
  }

  private static LoopNest keysInside(LoopNest nest) {
    LoopNest swapped = Nests.copy(nest);
    swapped.form = SharedLoops.INSTANCE_ROW_KEY;
    for (Stage stage : Stage.values()) {
      swapped.stage(stage).order[1] = ROW;
      swapped.stage(stage).order[2] = KEY;
    }
    // Inside the only iteration over keys, all rows are still to come.
    Arrays.setAll(swapped.inside, tensor -> nest.inside[tensor] == 1 ? 0 : nest.inside[tensor]);
    return swapped;
  }

  @Test
  void anArrayMayBeTurned() {
    for (int drawn = 0; drawn < nests; drawn++) {
      Case one = draw(4);
      LoopNest transposed = Nests.copy(one.nest);
      transposed.logit.transposed = !one.nest.logit.transposed;
      transposed.attend.transposed = !one.nest.attend.transposed;
      Accelerator turned =
          one.accelerator.with(
              Map.of(
                  "rows", String.valueOf(one.accelerator.columns()),
                  "columns", String.valueOf(one.accelerator.rows())));
      requireEqual(drawn, one, new Case(turned, one.workload, transposed));
    }
  }

  @Test
  void headsMayBeBatches() {
    for (int drawn = 0; drawn < nests; drawn++) {
      Case one = draw(4);
      AttentionWorkload heads = one.workload;
      AttentionWorkload batches =
          new AttentionWorkload(
              "batches",
              "",
              heads.batch() * heads.keyValueHeads(),
              heads.queryHeads() / heads.keyValueHeads(),
              1,
              heads.queryLength(),
              heads.keyLength(),
              heads.queryDim(),
              heads.valueDim(),
              heads.wordBytes());
      requireEqual(drawn, one, new Case(one.accelerator, batches, one.nest));
    }
  }

  private void requireEqual(int drawn, Case one, Case other) {
    for (CostModel model : List.of(LatencyGap.CLOSED_FORM, LatencyGap.WALK)) {
      assertThat(other.cost(model))
          .as(
              () ->
                  "seed %s, nest %s by %s: %s%n%s%n%s"
                      .formatted(
                          seed,
                          drawn,
                          model.name(),
                          one.nest.toSchedule(),
                          one.workload,
                          one.accelerator))
          .usingRecursiveComparison()
          .ignoringFields("extrapolated", "playedSteps")
          .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-12 * Math.abs(a), Double.class)
          .isEqualTo(one.cost(model));
    }
  }
}
