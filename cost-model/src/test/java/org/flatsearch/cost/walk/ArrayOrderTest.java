package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The order of loads leaves out steps that load nothing, and no others. */
@Execution(ExecutionMode.CONCURRENT)
class ArrayOrderTest {
  /** A load and the step that it is for. */
  private record Load(
      Tensor tensor, long number, long words, List<Integer> tile, long round, long sharedTile) {}

  @Test
  void findsTheLoadsThatAllStepsHave() {
    requireTheSame(0, 2_000);
  }

  @Test
  @Tag("thorough")
  void findsTheLoadsThatAllStepsOfManyNestsHave() {
    requireTheSame(2_000, 40_000);
  }

  private static void requireTheSame(long from, long to) {
    long shortened = 0;
    for (long seed = from; seed < to; seed++) {
      RandomCase random = RandomCase.of(seed);
      StepShape shape =
          new StepShape(
              new Tiling(random.nest(), Extents.of(random.workload())), random.accelerator());
      Dealing dealing =
          Dealing.of(shape, random.accelerator().cores(), random.accelerator().multicast());
      for (int core = 0; core < dealing.busyCores(); core++) {
        List<Load> expected = new ArrayList<>();
        long all = follow(ArrayOrder.ofAll(shape, dealing, core), expected);
        List<Load> found = new ArrayList<>();
        long looked = follow(ArrayOrder.ofLoads(shape, dealing, core), found);
        assertThat(found).as("seed %d, core %d", seed, core).isEqualTo(expected);
        shortened += looked < all ? 1 : 0;
      }
    }
    assertThat(shortened).isGreaterThan((to - from) / 2);
  }

  /** Each of three tiles that are dealt has a million shared tiles. */
  @Test
  void looksOnlyAtDealtTilesIfEverythingIsStreamed() {
    SmallNest nest = new SmallNest(12, 4_000_000).online(1);
    List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O).forEach(nest::stream);
    StepShape shape = nest.shape();
    List<Load> loads = new ArrayList<>();

    long looked = follow(ArrayOrder.ofLoads(shape, Dealing.of(shape, 1, false), 0), loads);

    assertThat(loads).isEmpty();
    assertThat(looked).isEqualTo(2 * 3);
  }

  /** Adds the loads of all steps, and returns how many steps there are. */
  private static long follow(ArrayOrder order, List<Load> loads) {
    long steps = 0;
    while (order.advance()) {
      steps++;
      StageCursor step = order.current();
      for (StageCursor.BufferedUse use : step.uses()) {
        if (use.first && use.loads) {
          List<Integer> tile = new ArrayList<>();
          for (int index : use.tile.name()) {
            tile.add(index);
          }
          loads.add(
              new Load(
                  use.tile.tensor,
                  use.number,
                  use.tile.words(),
                  tile,
                  step.round(),
                  step.sharedTile()));
        }
      }
    }
    return steps;
  }
}
