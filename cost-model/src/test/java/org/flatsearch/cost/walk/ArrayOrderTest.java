package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.schedule.Dimension.KEY;
import static org.flatsearch.schedule.Dimension.ROW;
import static org.flatsearch.schedule.SharedLoops.INSTANCE;
import static org.flatsearch.schedule.SharedLoops.INSTANCE_KEY_ROW;
import static org.flatsearch.schedule.Tensor.K;
import static org.flatsearch.schedule.Tensor.O;
import static org.flatsearch.schedule.Tensor.Q;
import static org.flatsearch.schedule.Tensor.V;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.schedule.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The order of loads leaves out steps that load nothing, and no others. */
@Execution(ExecutionMode.CONCURRENT)
class ArrayOrderTest {
  /** A load and the step that it is for. */
  private record Load(HeldTensor tensor, long number, long words, long round, long sharedTile) {}

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
      TiledNest tiled = new TiledNest(random.nest(), random.workload(), random.accelerator());
      WalkPlan plan = WalkPlan.of(tiled, 1, random.accelerator());
      for (int core = 0; core < plan.dealing.busyCores(); core++) {
        List<Load> expected = new ArrayList<>();
        long all = follow(ArrayOrder.ofAll(plan, core), expected);
        List<Load> found = new ArrayList<>();
        long looked = follow(ArrayOrder.ofLoads(plan, core), found);
        assertThat(found).as("seed %d, core %d", seed, core).isEqualTo(expected);
        shortened += looked < all ? 1 : 0;
      }
    }
    assertThat(shortened).isGreaterThan((to - from) / 2);
  }

  /** A loop that loads nothing may have millions of steps; here, a hundred tiles are long. */
  @Test
  void walksOnlyLoopsThatLoadSomething() {
    assertThat(steps(streaming(12, 400).online(1))).as("nothing is held").isZero();
    assertThat(steps(streaming(400, 12).share(INSTANCE).hold(O, ROW, 1)))
        .as("the sums of O are never continued: keys run inside rows")
        .isZero();
    assertThat(steps(streaming(400, 4).share(INSTANCE_KEY_ROW).hold(O, ROW, 1)))
        .as("the sums of O are never continued: there is one tile of keys")
        .isZero();
    assertThat(steps(streaming(400, 4).share(INSTANCE).hold(K, KEY, 1)))
        .as("all rows take the one tile of K")
        .isEqualTo(1 + 1);
    assertThat(steps(streaming(4, 400).hold(K, KEY, 1)))
        .as("only Logit loads inside its loop over keys")
        .isEqualTo(100 + 1);
    assertThat(steps(streaming(4, 400).logitsThroughDram()))
        .as("logits leave whole, and only Attend loads them")
        .isEqualTo(1 + 100);
  }

  /** Or {@link Repetition} would see one stage fall behind the other, and skip nothing. */
  @Test
  void walksSharedLoopsInBothStagesIfEitherLoadsSomething() {
    for (Tensor loaded : List.of(K, V)) {
      assertThat(steps(streaming(4, 400).online(1).hold(loaded, KEY, 1)))
          .as("%s", loaded)
          .isEqualTo(100 + 100);
    }
  }

  private static SmallNest streaming(int rows, int keys) {
    SmallNest nest = new SmallNest(rows, keys);
    List.of(Q, K, V, O).forEach(nest::stream);
    return nest;
  }

  private static long steps(SmallNest nest) {
    return follow(ArrayOrder.ofLoads(nest.plan(), 0), new ArrayList<>());
  }

  /** Adds the loads of all steps, and returns how many steps there are. */
  private static long follow(ArrayOrder order, List<Load> loads) {
    long steps = 0;
    for (; !order.done; order.advance()) {
      steps++;
      StageCursor step = order.current;
      for (int k : step.begun) {
        HeldTensor tensor = step.held.all[k];
        if (tensor.isLoaded(step.kind)) {
          loads.add(
              new Load(tensor, step.number[k], tensor.words(step), step.round, step.sharedTile));
        }
      }
    }
    return steps;
  }
}
