package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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

/**
 * Two tiles of 268 rows need no more of anything than two of 269, so spaces leave out the latter.
 * Nor must it be less certain with them what follows the stores of outputs, which depends on how
 * long the lanes work.
 */
class LargerTileTest {
  private static final AttentionWorkload WORKLOAD =
      new AttentionWorkload("pinned", "", 2, 6, 2, 356, 132, 17, 176, 4);

  @ParameterizedTest
  @ValueSource(doubles = {14, 14.65, 14.70763515862182, 14.75, 16, 100})
  void isNotFaster(double lanes) {
    Accelerator accelerator = accelerator(lanes);
    assertThat(latency(accelerator, 268)).isLessThanOrEqualTo(latency(accelerator, 269));
  }

  private static double latency(Accelerator accelerator, int rowTile) {
    LoopNest nest = Nests.of(schedule(rowTile));
    return Nests.cost(LatencyGap.CLOSED_FORM, accelerator, WORKLOAD, nest).latencySeconds;
  }

  private static AttentionSchedule schedule(int rowTile) {
    return new AttentionSchedule(
        List.of(new TiledLoop(Dimension.INSTANCE, 3), new TiledLoop(Dimension.ROW, rowTile)),
        new StageLoops(
            List.of(new TiledLoop(Dimension.QUERY_DIM, 16), new TiledLoop(Dimension.KEY, 131)),
            Stationarity.OUTPUT,
            false),
        new StageLoops(
            List.of(new TiledLoop(Dimension.KEY, 80), new TiledLoop(Dimension.VALUE_DIM, 79)),
            Stationarity.INPUT,
            true),
        Map.of(
            Tensor.Q, Residency.inside(Dimension.INSTANCE, 2),
            Tensor.K, Residency.atArray(),
            Tensor.V, Residency.inside(Dimension.INSTANCE, 3),
            Tensor.O, Residency.inside(Dimension.ROW, 1),
            Tensor.LOGITS_OUT, Residency.inside(Dimension.ROW, 3),
            Tensor.LOGITS_IN, Residency.inside(Dimension.KEY, 3)));
  }

  private static Accelerator accelerator(double lanes) {
    return Machines.plain()
        .with(
            Map.of(
                "rows", "5",
                "columns", "20",
                "bufferBytes", "8MiB",
                "accumulatorBytes", "4",
                "onChipBytesPerSecond", "7.908557452083469",
                "dramReadBytesPerSecond", "4.097566253611856",
                "dramWriteBytesPerSecond", "0.06152925138803699",
                "dmaLatencyCycles", "68.9441022506679"))
        .with(
            Map.of(
                "fillCycles.logit", "12.250431874071769",
                "stationaryLoadCycles", "42.59770648176328",
                "lanes", Double.toString(lanes),
                "laneOperations.perLogit", "0",
                "laneOperations.perOutput", "4"));
  }
}
