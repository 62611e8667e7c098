package org.flatsearch.search.strategy.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;

class ExhaustiveSearchTest {
  @Test
  void seesEveryPointOnceAndProvesTheOptimum() {
    Set<List<Integer>> seen = new HashSet<>();
    ToyProblem problem =
        new ToyProblem(
            "recording",
            ToyProblem.ordered(4, 1, 3, 5),
            (point, metrics) -> {
              seen.add(List.of(point[0], point[1], point[2], point[3]));
              metrics[0] = Math.abs(point[0] - 2) + Math.abs(point[3] - 1);
              metrics[1] = -point[2];
              return 0;
            });
    SearchResult result = Search.of(problem, new ExhaustiveSearch()).run();
    assertThat(result.evaluations()).isEqualTo(60);
    assertThat(seen).hasSize(60);
    assertThat(result.best()).containsExactly(2, 0, 2, 1);
    assertThat(result.stop()).isEqualTo(Stop.COMPLETE);
    assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
    assertThat(result.proof().lowerBound()).isEqualTo(result.values());
  }

  @Test
  void skipsVectorsThatAnotherOneStandsFor() {
    ToyProblem problem =
        new ToyProblem(
            "symmetric",
            ToyProblem.ordered(6, 6),
            List.of("latency", "energy"),
            (point, metrics) -> {
              metrics[0] = Math.abs(point[0] * point[1] - 12);
              return 0;
            },
            Arrays::sort);
    SearchResult result =
        Search.of(problem, new ExhaustiveSearch()).budget(Budget.ofEvaluations(21)).run();
    assertThat(result.evaluations()).isEqualTo(21);
    assertThat(result.best()).containsExactly(3, 4);
    assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
  }

  @Test
  void refusesASpaceThatDoesNotFitTheBudgetBeforeItStarts() {
    int[] sizes = new int[20];
    Arrays.fill(sizes, 1000);
    assertThatThrownBy(() -> Search.of(ToyProblem.plateau(sizes), new ExhaustiveSearch()).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "'plateau'", "1,000,000 evaluations", "has up to 1,000,000,000,000,");
    assertThatThrownBy(
            () ->
                Search.of(ToyProblem.plateau(5, 5), new ExhaustiveSearch())
                    .budget(Budget.ofEvaluations(24))
                    .run())
        .hasMessageContainingAll("24 evaluations", "has 25 points");
  }

  @Test
  void runsAsFarAsItGetsWithATimeBudgetOnly() {
    SearchResult result =
        Search.of(ToyProblem.plateau(1000, 1000, 1000, 1000), new ExhaustiveSearch())
            .budget(Budget.ofSeconds(0.02))
            .run();
    assertThat(result.stop()).isEqualTo(Stop.TIME);
    assertThat(result.proof().status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void provesThatNothingFits() {
    SearchResult result = Search.of(ToyProblem.infeasible(4, 4), new ExhaustiveSearch()).run();
    assertThat(result.isFeasible()).isFalse();
    assertThat(result.violation()).isEqualTo(100);
    assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
  }
}
