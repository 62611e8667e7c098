package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.walk.WalkModel;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks of hours, which are longer than 64 bits of the finest ticks. */
class LongWalkTest {
  /** With these lanes, divisions end a millionth of a cycle before a step does. */
  private static final double LANES = 1398102.7314346668;

  private static final AttentionSchedule TINY_STEPS_BESIDE_LONG_DIVISIONS =
      new AttentionSchedule(
          List.of(new TiledLoop(Dimension.INSTANCE, 1), new TiledLoop(Dimension.ROW, 2)),
          new StageLoops(
              List.of(new TiledLoop(Dimension.KEY, 5), new TiledLoop(Dimension.QUERY_DIM, 3)),
              Stationarity.OUTPUT,
              false),
          new StageLoops(
              List.of(new TiledLoop(Dimension.KEY, 2), new TiledLoop(Dimension.VALUE_DIM, 1 << 22)),
              Stationarity.WEIGHT,
              true),
          Map.of(
              Tensor.Q,
              Residency.inside(Dimension.QUERY_DIM, 1),
              Tensor.K,
              Residency.inside(Dimension.ROW, 1),
              Tensor.V,
              Residency.atArray(),
              Tensor.O,
              Residency.inside(Dimension.KEY, 2),
              Tensor.LOGITS_OUT,
              Residency.atArray(),
              Tensor.LOGITS_IN,
              Residency.inside(Dimension.INSTANCE, 3)));

  /** On an accelerator of 1 Hz, so seconds are cycles. */
  private static double cycles(CostModel model, int batch, double dramBytesPerCycle) {
    AttentionWorkload workload = new AttentionWorkload("w", "", batch, 1, 1, 3, 5, 3, 1 << 22, 2);
    Accelerator accelerator =
        Machines.plain()
            .with(
                Map.of(
                    "rows", "2",
                    "columns", "2",
                    "bufferBytes", "892",
                    "dramShared", "true",
                    "dramReadBytesPerSecond", Double.toString(dramBytesPerCycle),
                    "dramWriteBytesPerSecond", Double.toString(dramBytesPerCycle)))
            .with(
                Map.of(
                    "fillCycles.logit", "1",
                    "fillCycles.attend", "3",
                    "lanes", Double.toString(LANES),
                    "laneOperations.perLogit", "2",
                    "laneOperations.perOutput", "2"));
    LoopNest nest = Nests.of(TINY_STEPS_BESIDE_LONG_DIVISIONS);
    return Nests.cost(model, accelerator, workload, nest).latencySeconds;
  }

  /** Where the finest ticks would not fit 64 bits. */
  @ParameterizedTest
  @ValueSource(doubles = {0x1p-8, 0x1p-12, 0x1p-20, 0x1p-27})
  void haveCoarserTicksWhereThatIsLong(double dramBytesPerCycle) {
    double some = cycles(new WalkModel(), 6_000, dramBytesPerCycle);
    double many = cycles(new WalkModel(), 600_000, dramBytesPerCycle);

    assertThat(many / some).isCloseTo(100, within(1e-4));
    assertThat(cycles(new LoopNestModel(), 600_000, dramBytesPerCycle)).isLessThanOrEqualTo(many);
  }
}
