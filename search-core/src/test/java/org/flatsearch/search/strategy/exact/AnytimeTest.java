package org.flatsearch.search.strategy.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.goal.Trace;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.Enumeration;
import org.flatsearch.search.Score;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;

/** Whenever the budget ends, the optimum lies between the lower bound and the best point. */
class AnytimeTest {
  private static final int TABLES = 150;
  static final List<Objective> OBJECTIVES =
      List.of(
          Objective.of("latency", "energy"),
          Objective.of("energy"),
          Objective.of("energy", "latency"),
          Objective.DEFAULT.within(Tolerance.of(0.2)),
          Objective.of("energy").within(Tolerance.of(0.05)));

  @Test
  void keepsTheOptimumBetweenBoundAndBestAtEveryBudget() {
    for (long seed = 1; seed <= TABLES; seed++) {
      RandomTable table = new RandomTable(seed);
      ProvableToy problem = table.problem();
      Objective objective = OBJECTIVES.get((int) (seed % OBJECTIVES.size()));
      Score optimum = table.optimum(objective);
      long evaluations = Long.MAX_VALUE;
      for (long budget = 1; budget <= evaluations; budget += 1 + budget / 10) {
        SearchResult result = prove(problem, objective, budget);
        String what = "seed " + seed + " after " + budget + " evaluations: " + result;
        requireConsistent(result, objective, optimum, what);
        if (result.stop() == Stop.COMPLETE) {
          evaluations = result.evaluations();
          assertThat(result.proof().status()).as(what).isEqualTo(Status.PROVEN);
        } else {
          assertThat(result.evaluations()).as(what).isEqualTo(budget);
        }
      }
    }
  }

  /**
   * During a search only notable rises of the bound are reported, but at its end the last bound is.
   */
  @Test
  void tellsTheLeastBoundThatIsLeftWhenItsEvaluationsEnd() {
    ProvableToy problem =
        new ProvableToy(
            ToyProblem.plateau(100, 100),
            2,
            (low, high, metrics) -> {
              metrics[0] = 1 + 1e-6 * (low[0] + low[1] + 1);
              metrics[1] = 0;
              return 0;
            });

    SearchResult result = prove(problem, Objective.of("latency", "energy"), 3_000);

    assertThat(result.proof().status()).isEqualTo(Status.BOUNDED);
    assertThat(result.trace().lowerBounds()).hasSize(2);
    double first = result.trace().lowerBounds().get(0).values().get(0);
    assertThat(first).isEqualTo(1 + 1e-6);
    assertThat(result.proof().lowerBound().get(0)).isBetween(first + 1e-6, 1.001);
  }

  @Test
  void climbsAgainAndAgainWhereBoundsLeadNowhere() {
    ProvableToy problem =
        new ProvableToy(
            ToyProblem.deceptive(6, 10),
            12,
            (low, high, metrics) -> {
              metrics[0] = -1;
              metrics[1] = 0;
              return 0;
            });
    long atFirst =
        prove(problem, Objective.of("latency", "energy"), 1_000).counters().get("climbs");
    SearchResult later = prove(problem, Objective.of("latency", "energy"), 40_000);
    assertThat(later.proof().status()).isEqualTo(Status.BOUNDED);
    assertThat(later.counters().get("climbs")).isGreaterThan(3 * atFirst);
  }

  /** For some problems, a single box can take all evaluations. */
  @Test
  void climbsWhileABoxIsBoundedToo() {
    ProvableToy toy = ProvableToy.deceptive(6, 10);
    LongAdder bounds = new LongAdder();
    SearchProblem problem = ReboundProblem.ofProvers(toy, valid -> new Laborious(valid, bounds));
    SearchResult result = prove(problem, Objective.of("latency", "energy"), 80_000);
    assertThat(bounds.sum())
        .as("three of four evaluations, except for the first climb")
        .isBetween(58_000L, 59_500L);
    long climbed =
        prove(problem, Objective.of("latency", "energy"), 15_000).counters().get("climbs");
    assertThat(result.counters()).doesNotContainKey("boxes split");
    assertThat(result.counters().get("climbs"))
        .as("one near the best point and one from a random point at least")
        .isGreaterThanOrEqualTo(climbed + 2);
  }

  /** The first climb takes 1,000 evaluations. */
  @Test
  void looksForBetterPointsTheMoreTheFartherTheBoundIs() {
    assertThat(spentOnProof(0.85, 60_000)).as("every second one").isBetween(29_000L, 31_000L);
    assertThat(spentOnProof(0.95, 60_000)).as("three of four").isBetween(43_700L, 45_700L);
    assertThat(spentOnProof(0.995, 60_000)).as("eight of nine").isBetween(51_900L, 53_900L);
  }

  /** The first climb takes 1,000 evaluations. */
  @Test
  void looksForBetterPointsFromTheStartWhereTheBoundIsFar() {
    assertThat(spentOnProof(0.85, 5_000)).as("every second one").isBetween(2_000L, 2_500L);
    assertThat(spentOnProof(0.95, 5_000)).as("each").isBetween(3_900L, 4_000L);
  }

  /** Half of the evaluations climb before the proof. */
  @Test
  void looksForBetterPointsLaterWhereAClimbWasLong() {
    assertThat(spentOnProof(new Auto(), 0.85, 40_000)).as("each").isBetween(19_900L, 20_000L);
  }

  private static long spentOnProof(double partOfOptimum, long evaluations) {
    return spentOnProof(new BranchAndBound(), partOfOptimum, evaluations);
  }

  /** How many evaluations bound and complete boxes if the bound never rises. */
  private static long spentOnProof(
      SearchStrategy strategy, double partOfOptimum, long evaluations) {
    LongAdder bounds = new LongAdder();
    ProvableToy toy =
        new ProvableToy(
            ToyProblem.flat(1, 1000, 1000),
            2,
            (low, high, metrics) -> {
              bounds.increment();
              metrics[0] = partOfOptimum;
              metrics[1] = 0;
              return 0;
            });
    SearchResult result = Search.of(toy, strategy).budget(Budget.ofEvaluations(evaluations)).run();
    return bounds.sum() + result.counters().get("boxes completed");
  }

  /** Never finishes the first bound. */
  private record Laborious(Prover valid, LongAdder bounds) implements ReboundProblem.Rebound {
    @Override
    public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
      while (true) {
        bounds.increment();
        incumbent.countBound();
      }
    }
  }

  private static SearchResult prove(SearchProblem problem, Objective objective, long budget) {
    return Search.of(problem, new BranchAndBound())
        .objective(objective)
        .budget(Budget.ofEvaluations(budget))
        .run();
  }

  static void requireConsistent(
      SearchResult result, Objective objective, Score optimum, String what) {
    Score best = Enumeration.scoreOf(result, objective);
    assertThat(best.compareTo(optimum)).as(what).isNotNegative();
    if (result.proof().status() == Status.PROVEN) {
      assertThat(best.compareTo(optimum)).as(what).isZero();
    }
    if (result.proof().status() == Status.UNKNOWN) {
      assertThat(result.proof().lowerBound()).as(what).isEmpty();
    }
    double[] last = null;
    for (Trace.LowerBound bound : result.trace().lowerBounds()) {
      double[] values = bound.values().stream().mapToDouble(Double::doubleValue).toArray();
      assertThat(last == null || objective.compare(last, values) < 0).as(what).isTrue();
      if (optimum.isFeasible()) {
        assertThat(objective.compare(values, optimum.values)).as(what).isNotPositive();
      }
      last = values;
    }
  }
}
