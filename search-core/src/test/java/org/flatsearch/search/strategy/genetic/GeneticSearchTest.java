package org.flatsearch.search.strategy.genetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Stop;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;

class GeneticSearchTest {
  private static SearchResult search(Budget budget, Map<String, String> parameters) {
    ToyProblem problem = ToyProblem.separable(ToyProblem.ordered(40, 40, 40), 7, 31, 18);
    return Search.of(problem, new GeneticSearch())
        .budget(budget)
        .parameters(new Parameters(parameters))
        .seed(3)
        .run();
  }

  /** A share of 0.01 of so few individuals is less than half of one. */
  @Test
  void breedsEvenWhereNearlyAllOfASmallPopulationSurvive() {
    SearchResult result =
        search(
            Budget.ofEvaluations(5000),
            Map.of("population", "40", "survivors", "0.99", "patience", "400"));
    assertThat(result.values().get(0)).isZero();
  }

  @Test
  void endsInTimeEvenIfItBreedsNothingToEvaluate() {
    SearchResult result =
        search(
            Budget.ofSeconds(0.2),
            Map.of("crossover", "0", "mutation", "0", "patience", "1000000"));
    assertThat(result.stop()).isEqualTo(Stop.TIME);
  }
}
