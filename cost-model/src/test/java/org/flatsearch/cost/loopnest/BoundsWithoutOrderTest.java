package org.flatsearch.cost.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.RandomNests;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A proof joins choices of one stage with bounds of the other, which do not know the order of
 * loads, and with the least of each component of several choices, whose orders may differ.
 */
@Execution(ExecutionMode.CONCURRENT)
class BoundsWithoutOrderTest {
  /** In a few nests of this seed, loads have such an order that it matters not to know it. */
  private static final long SEED = 23;

  private static final int NESTS = 5_000;
  private static final double ROUNDING = 1e-9;

  private final RandomNests nests = new RandomNests(SEED);
  private final Random random = new Random(SEED);
  private final CostSheet sheet = new CostSheet();

  @Test
  void boundAllChoicesWhateverTheOther() {
    for (int k = 0; k < NESTS; k++) {
      AttentionWorkload workload = nests.longWorkload();
      Accelerator accelerator = nests.accelerator(1);
      LoopNest nest = nests.nestOfSmallTiles(workload);
      Stage stage = Stage.values()[k % 2];
      Stage fixed = Stage.values()[1 - k % 2];
      LoopNest mutated = new LoopNest();
      mutated.copyFrom(nest);
      BoundsOfSearchTest.mutate(mutated, stage, workload, nests, random);
      LoopNestEvaluator evaluator = new LoopNestEvaluator(accelerator, workload);
      int keyTiles = BoundsOfSearchTest.keyTiles(nest, workload);
      StageCosts other = BoundsOfSearchTest.count(evaluator, accelerator, nest, fixed, workload);
      StageCosts costs = BoundsOfSearchTest.count(evaluator, accelerator, nest, stage, workload);
      StageCosts unordered = new StageCosts();
      unordered.set(costs);
      unordered.phases.forgetOrder();
      StageCosts ideal = new StageCosts();
      ideal.set(costs);
      ideal.lowerTo(BoundsOfSearchTest.count(evaluator, accelerator, mutated, stage, workload));

      evaluator.evaluate(nest, sheet);
      double latency = sheet.latencySeconds * (1 + ROUNDING);
      evaluator.evaluate(mutated, sheet);
      double latencyOfMutated = sheet.latencySeconds * (1 + ROUNDING);
      join(evaluator, nest, stage, unordered, other, keyTiles);
      double ofUnordered = sheet.latencySeconds;
      join(evaluator, nest, stage, ideal, other, keyTiles);
      String what =
          "seed %s, nest %s, %s: %s%nor %s%n%s%n%s"
              .formatted(
                  SEED, k, stage, nest.toSchedule(), mutated.toSchedule(), workload, accelerator);
      assertThat(ofUnordered).as("without order, %s", what).isLessThanOrEqualTo(latency);
      assertThat(sheet.latencySeconds)
          .as("least of two, %s", what)
          .isLessThanOrEqualTo(Math.min(latency, latencyOfMutated));
    }
  }

  /** Joins this {@code stage} with the other one. */
  private void join(
      LoopNestEvaluator evaluator,
      LoopNest nest,
      Stage stage,
      StageCosts costs,
      StageCosts other,
      int keyTiles) {
    boolean isLogit = stage == Stage.LOGIT;
    evaluator.join(nest, isLogit ? costs : other, isLogit ? other : costs, keyTiles, sheet);
  }
}
