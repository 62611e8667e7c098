package org.flatsearch.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Status;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.ToyProblem;
import org.flatsearch.search.strategy.baseline.ExhaustiveSearch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every strategy that learns finds the known optima of toy problems. */
class ToyOptimaTest {
  static final List<String> LEARNING =
      List.of("hill-climbing", "late-acceptance", "tabu", "annealing", "genetic", "nsga2");

  private static final SearchProblem TILING = ToyProblem.tiling(60, 50, 16, 600);
  private static SearchResult optimum;

  @BeforeAll
  static void prove() {
    optimum = Search.of(TILING, new ExhaustiveSearch()).budget(Budget.ofEvaluations(200_000)).run();
  }

  private static SearchResult search(String strategy, SearchProblem problem, int seed) {
    return Search.of(problem, Strategies.named(strategy))
        .budget(Budget.ofEvaluations(10_000))
        .seed(seed)
        .run();
  }

  @ParameterizedTest
  @FieldSource("LEARNING")
  void separable(String strategy) {
    SearchProblem problem =
        ToyProblem.separable(
            ToyProblem.mixed(ToyProblem.ordered(40, 30, 20), ToyProblem.categorical(5, 4, 3, 2)),
            33,
            2,
            11,
            4,
            0,
            1,
            1);
    assertThat(search(strategy, problem, 1).values()).containsExactly(0.0, 0.0);
  }

  @ParameterizedTest
  @FieldSource("LEARNING")
  void deceptive(String strategy) {
    SearchProblem problem = ToyProblem.deceptive(3, 4);
    assertThat(search(strategy, problem, 1).values()).containsExactly(0.0, 0.0);
  }

  /** Another region's best point is 2.6% from the optimum; which of them is found is luck. */
  @ParameterizedTest
  @FieldSource("LEARNING")
  void constrained(String strategy) {
    for (int seed = 1; seed <= 3; seed++) {
      SearchResult result = search(strategy, TILING, seed);
      assertThat(result.isFeasible()).isTrue();
      assertThat(result.values().get(0))
          .as("seed %d, optimum %s", seed, optimum.values())
          .isLessThanOrEqualTo(optimum.values().get(0) * 1.03);
    }
  }

  @ParameterizedTest
  @FieldSource("LEARNING")
  void plateauWhereOnlyTheSecondObjectiveShowsTheWay(String strategy) {
    SearchProblem problem = ToyProblem.plateau(100, 100, 10, 10);
    assertThat(search(strategy, problem, 1).values()).containsExactly(7.0, 0.0);
  }

  @Test
  void theOptimumOfTheConstrainedProblemIsKnown() {
    assertThat(optimum.proof().status()).isEqualTo(Status.PROVEN);
    assertThat(optimum.isFeasible()).isTrue();
  }
}
