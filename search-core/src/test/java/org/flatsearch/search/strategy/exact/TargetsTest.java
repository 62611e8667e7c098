package org.flatsearch.search.strategy.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.Score;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Boxes whose completion takes long are completed for targets. */
@Execution(ExecutionMode.CONCURRENT)
class TargetsTest {

  /** Looks at the points of a box one by one, and offers those that are wanted. */
  private record Selective(Prover valid) implements ReboundProblem.Rebound {
    @Override
    public void complete(int[] low, int[] high, Incumbent incumbent) {
      lookAt(low.clone(), 0, low, high, incumbent);
    }

    private void lookAt(int[] point, int decision, int[] low, int[] high, Incumbent incumbent) {
      if (decision < point.length) {
        for (int position = low[decision]; position <= high[decision]; position++) {
          point[decision] = position;
          lookAt(point, decision + 1, low, high, incumbent);
        }
        return;
      }
      incumbent.countBound();
      double[] metrics = new double[2];
      double violation = valid.bound(point, point, metrics, incumbent);
      if (incumbent.wants(violation, metrics)) {
        incumbent.offer(point.clone());
      }
    }
  }

  @Test
  void keepTheOptimumBetweenBoundAndBestAtEveryBudget() {
    requireConsistent(1, 40);
  }

  @Test
  @Tag("thorough")
  void keepTheOptimumOfManyTablesBetweenBoundAndBest() {
    requireConsistent(41, 300);
  }

  private static void requireConsistent(long first, long last) {
    Map<String, Long> counted = new TreeMap<>();
    for (long seed = first; seed <= last; seed++) {
      RandomTable table = new RandomTable(seed);
      SearchProblem problem = ReboundProblem.ofProvers(table.problem(), Selective::new);
      Objective objective =
          AnytimeTest.OBJECTIVES.get((int) (seed % AnytimeTest.OBJECTIVES.size()));
      Score optimum = table.optimum(objective);
      boolean isComplete = false;
      for (long budget = 1; !isComplete; budget += 1 + budget / 10) {
        SearchResult result = prove(problem, objective, budget, new Targets.Patience(1, 0.02));
        String what = "seed " + seed + " after " + budget + " evaluations: " + result;
        AnytimeTest.requireConsistent(result, objective, optimum, what);
        isComplete = result.stop() == Stop.COMPLETE;
        if (isComplete) {
          assertThat(result.proof().status()).as(what).isEqualTo(Status.PROVEN);
          result.counters().forEach((name, amount) -> counted.merge(name, amount, Long::sum));
        }
      }
    }
    long tables = last - first + 1;
    assertThat(counted.get("completions given up")).isGreaterThan(7 * tables);
    assertThat(counted.get("targets reached")).isGreaterThan(7 * tables);
  }

  /**
   * Every point costs 1,000, but the bound of the k-th in a box is k thousandths: to complete one
   * of the three boxes for good takes a million evaluations.
   */
  private static SearchResult proveWhatSeemsBetterThanItIs(long budget) {
    ProvableToy toy =
        new ProvableToy(
            ToyProblem.flat(1_000, 3, 1_000_001),
            1,
            (low, high, metrics) -> {
              metrics[0] = 1 + 1e-3 * low[1];
              metrics[1] = 0;
              return 0;
            });
    SearchProblem problem = ReboundProblem.ofProvers(toy, Orderly::new);
    return prove(
        problem, Objective.of("latency", "energy"), budget, new Targets.Patience(2_000, 0.1));
  }

  /** Looks at points in the order of their bounds, while they are wanted. */
  private record Orderly(Prover valid) implements ReboundProblem.Rebound {
    @Override
    public void complete(int[] low, int[] high, Incumbent incumbent) {
      int[] point = low.clone();
      double[] metrics = new double[2];
      while (point[1] < high[1]) {
        incumbent.countBound();
        double violation = valid.bound(point, point, metrics, incumbent);
        if (!incumbent.wants(violation, metrics)) {
          return;
        }
        point[1]++;
      }
    }
  }

  @Test
  void raiseTheBoundWhereNoBoxCanBeCompletedInTime() {
    requireThatTheBoundRises(400_000);
  }

  @Test
  @Tag("thorough")
  void raiseTheBoundOnAndOn() {
    requireThatTheBoundRises(1_600_000);
  }

  private static void requireThatTheBoundRises(long most) {
    double last = 1;
    for (long budget = 50_000; budget <= most; budget *= 2) {
      SearchResult result = proveWhatSeemsBetterThanItIs(budget);
      assertThat(result.proof().status()).isEqualTo(Status.BOUNDED);
      assertThat(result.counters()).doesNotContainKey("boxes completed");
      double bound = result.proof().lowerBound().get(0);
      assertThat(bound).as("after %,d evaluations", budget).isBetween(last, 1_000.0);
      last = bound;
    }
    assertThat(last).isGreaterThan(10);
  }

  /** Offers the better of two points if it is wanted; takes long where worse ones are too. */
  private record SlowAboveFour(Prover valid) implements ReboundProblem.Rebound {
    @Override
    public void complete(int[] low, int[] high, Incumbent incumbent) {
      for (int k = 0; k < 100 && incumbent.wants(0, new double[] {4, 0}); k++) {
        incumbent.countBound();
      }
      if (incumbent.wants(0, new double[] {2, 0})) {
        incumbent.offer(high);
      }
    }
  }

  /**
   * The first target, a quarter of the way from 1 to 5, is what the better point has. Then nothing
   * is known of its energy, though until then a bound of latency and energy held.
   */
  @Test
  void doNotBoundTheOtherMetrics() {
    ToyProblem twoPoints =
        new ToyProblem(
            "two points",
            ToyProblem.ordered(1, 2),
            (point, metrics) -> {
              metrics[0] = point[1] == 0 ? 5 : 2;
              metrics[1] = 0;
              return 0;
            });
    ProvableToy toy =
        new ProvableToy(
            twoPoints,
            1,
            (low, high, metrics) -> {
              metrics[0] = 1;
              metrics[1] = 7;
              return 0;
            });
    SearchProblem problem = ReboundProblem.ofProvers(toy, SlowAboveFour::new);
    SearchResult result =
        Search.of(problem, new BranchAndBound(new Targets.Patience(10, 0.5)))
            .start(new int[] {0, 0})
            .run();
    assertThat(result.counters()).containsKey("targets reached");
    assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
    assertThat(result.values()).containsExactly(2.0, 0.0);
  }

  private static SearchResult prove(
      SearchProblem problem, Objective objective, long budget, Targets.Patience patience) {
    return Search.of(problem, new BranchAndBound(patience))
        .objective(objective)
        .budget(Budget.ofEvaluations(budget))
        .run();
  }
}
