package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.schedule.Dimension.INSTANCE;
import static org.flatsearch.schedule.Dimension.KEY;
import static org.flatsearch.schedule.Dimension.QUERY_DIM;
import static org.flatsearch.schedule.Dimension.ROW;
import static org.flatsearch.schedule.Dimension.VALUE_DIM;

import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Machines;
import org.flatsearch.cost.Nests;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RepeatedCountsTest {

  @Test
  void countsTheSameWhenKindsOfRoundsAreWalkedOnce() {
    requireTheSame(0, 800);
  }

  @Test
  @Tag("thorough")
  void countsTheSameInManyNests() {
    requireTheSame(800, 5_000);
  }

  /** 1.7 billion rounds in all: they are counted without a look at each. */
  @Test
  void countsManyRoundsOfManyCores() {
    CostSheet one = rowsOneByOne(1, 1);
    CostSheet many = rowsOneByOne(100, 100);
    assertThat(many.macs).isEqualTo(100 * one.macs);
    assertThat(many.trafficBytes).isEqualTo(100 * one.trafficBytes);
    assertThat(many.onChipReadWords).isEqualTo(100 * one.onChipReadWords);
  }

  private static CostSheet rowsOneByOne(int instances, int cores) {
    LoopNest nest = new LoopNest();
    nest.set(
        new AttentionSchedule(
            List.of(new TiledLoop(INSTANCE, 1), new TiledLoop(ROW, 1)),
            stage(QUERY_DIM),
            stage(VALUE_DIM),
            Map.of(
                Tensor.Q, Residency.inside(ROW, 2),
                Tensor.K, Residency.inside(ROW, 2),
                Tensor.V, Residency.inside(ROW, 2),
                Tensor.O, Residency.inside(ROW, 2),
                Tensor.LOGITS, Residency.inside(ROW, 1))));
    return Nests.cost(
        new WalkModel(),
        Machines.plain().with("cores", Integer.toString(cores)),
        Machines.workload(instances, 1 << 24, 4, 1, 1),
        nest);
  }

  private static StageLoops stage(Dimension own) {
    List<TiledLoop> loops = List.of(new TiledLoop(KEY, 4), new TiledLoop(own, 1));
    return new StageLoops(loops, Stationarity.OUTPUT, false);
  }

  private static void requireTheSame(long from, long to) {
    for (long seed = from; seed < to; seed++) {
      RandomCase random = RandomCase.of(seed);
      assertThat(random.walk(WalkLimits.SKIPPING))
          .as("seed %d", seed)
          .usingRecursiveComparison()
          .ignoringFields("extrapolated")
          .isEqualTo(random.walk(WalkLimits.FULL));
    }
  }
}
