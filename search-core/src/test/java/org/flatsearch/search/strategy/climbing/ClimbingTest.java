package org.flatsearch.search.strategy.climbing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.flatsearch.goal.Budget;
import org.flatsearch.search.Scripted;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;

/** Late climbs get out of local optima that end greedy ones. */
class ClimbingTest {
  private static final int LANDSCAPES = 20;
  private static final int EVALUATIONS = 8_000;

  @Test
  void getsFurtherByLateClimbs() {
    double greedy = 0;
    double late = 0;
    for (long seed = 1; seed <= LANDSCAPES; seed++) {
      ToyProblem problem = rugged(30, 6, seed);
      greedy += best(problem, Climbing::greedily, seed);
      late += best(problem, ClimbingTest::late, seed);
    }
    assertThat(late / greedy).as("seeds 1 to %d", LANDSCAPES).isLessThan(0.97);
  }

  @Test
  void startsWhereTheRunDoes() {
    ToyProblem problem = ToyProblem.separable(ToyProblem.ordered(9, 9), 4, 4);
    double atStart =
        Search.of(problem, climber(ClimbingTest::late))
            .start(new int[] {4, 5})
            .budget(Budget.ofEvaluations(1))
            .run()
            .values()
            .get(0);
    assertThat(atStart).isEqualTo(1);
  }

  private static void late(SearchRun run, BooleanSupplier goesOn) {
    Climbing.late(run, EVALUATIONS, goesOn);
  }

  private static Scripted climber(BiConsumer<SearchRun, BooleanSupplier> climb) {
    return new Scripted(run -> climb.accept(run, () -> true));
  }

  private static double best(
      ToyProblem problem, BiConsumer<SearchRun, BooleanSupplier> climb, long seed) {
    return Search.of(problem, climber(climb))
        .seed(seed)
        .budget(Budget.ofEvaluations(EVALUATIONS))
        .run()
        .values()
        .get(0);
  }

  /**
   * A landscape of many local optima (Kauffman's NK model): each of n binary decisions costs a
   * random figure that depends on it and on the k decisions after it.
   */
  private static ToyProblem rugged(int n, int k, long seed) {
    double[][] costs = new double[n][1 << k + 1];
    SplittableRandom random = new SplittableRandom(seed);
    for (double[] ofDecision : costs) {
      for (int pattern = 0; pattern < ofDecision.length; pattern++) {
        ofDecision[pattern] = random.nextDouble();
      }
    }
    int[] sizes = new int[n];
    Arrays.fill(sizes, 2);
    return new ToyProblem(
        "rugged",
        ToyProblem.categorical(sizes),
        (point, metrics) -> {
          double cost = 0;
          for (int decision = 0; decision < n; decision++) {
            int pattern = 0;
            for (int other = 0; other <= k; other++) {
              pattern = 2 * pattern + point[(decision + other) % n];
            }
            cost += costs[decision][pattern];
          }
          metrics[0] = cost;
          metrics[1] = 0;
          return 0;
        });
  }
}
