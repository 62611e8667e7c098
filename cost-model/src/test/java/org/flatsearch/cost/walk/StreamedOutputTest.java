package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Nests;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An online softmax whose statistics move while the output is streamed past the buffer. */
class StreamedOutputTest {
  private static final Accelerator EDGE = SpecCatalogue.accelerator("flat-edge");
  private static final AttentionWorkload SMALL =
      SpecCatalogue.workload("bert").withSequence(64).with("batch", "1");

  private static AttentionSchedule schedule() {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 2));
    residency.put(Tensor.K, Residency.inside(Dimension.KEY, 2));
    residency.put(Tensor.V, Residency.inside(Dimension.KEY, 2));
    residency.put(Tensor.O, Residency.atArray());
    residency.put(Tensor.LOGITS, Residency.inside(Dimension.ROW, 1));
    return new AttentionSchedule(
        List.of(
            new TiledLoop(Dimension.INSTANCE, 1),
            new TiledLoop(Dimension.KEY, 16),
            new TiledLoop(Dimension.ROW, 16)),
        new StageLoops(List.of(new TiledLoop(Dimension.QUERY_DIM, 64)), Stationarity.OUTPUT, false),
        new StageLoops(List.of(new TiledLoop(Dimension.VALUE_DIM, 64)), Stationarity.OUTPUT, false),
        residency);
  }

  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void doesNotDependOnSlotsThatAStreamedTensorDoesNotHave(String model) {
    LoopNest nest = Nests.of(schedule());
    CostSheet none = evaluate(model, nest);
    nest.slots[Tensor.O.ordinal()] = 3;
    CostSheet three = evaluate(model, nest);

    assertThat(none.latencySeconds).isPositive();
    assertThat(three).usingRecursiveComparison().isEqualTo(none);
  }

  private static CostSheet evaluate(String model, LoopNest nest) {
    return Nests.cost(CostModels.all().get(model), EDGE, SMALL, nest);
  }
}
