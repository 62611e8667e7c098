package org.flatsearch.search.strategy.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.ToyProblem;
import org.flatsearch.search.strategy.baseline.HillClimbing;
import org.junit.jupiter.api.Test;

class AutoTest {
  /** A problem without bounds: only enumeration could prove its optimum. */
  private static ToyProblem large() {
    int[] sizes = new int[10];
    int[] best = new int[10];
    Arrays.fill(sizes, 50);
    Arrays.fill(best, 30);
    return ToyProblem.separable(ToyProblem.ordered(sizes), best);
  }

  /** A problem with bounds. */
  private static ProvableToy provable(int... sizes) {
    return ProvableToy.separable(ToyProblem.ordered(sizes), new int[sizes.length]);
  }

  private static SearchResult search(SearchProblem problem, Budget budget) {
    return Search.of(problem, new Auto()).budget(budget).run();
  }

  @Test
  void climbsInALargeSpaceWhenOnlyTheTimeIsLimited() {
    SearchResult result = search(large(), Budget.ofSeconds(0.5));

    assertThat(result.counters()).containsKey("climbs");
    assertThat(result.stop()).isEqualTo(Stop.TIME);
    assertThat(result.proof().status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void isEndedByItsEvaluationsAndNeverCallsThatComplete() {
    for (long evaluations : new long[] {300, 30_000}) {
      SearchResult result = search(large(), Budget.ofEvaluations(evaluations));

      assertThat(result.evaluations()).isEqualTo(evaluations);
      assertThat(result.stop()).isEqualTo(Stop.EVALUATIONS);
    }
  }

  @Test
  void enumeratesWhatTheEvaluationsSufficeFor() {
    ToyProblem small = ToyProblem.separable(ToyProblem.ordered(200, 200), 7, 8);

    assertThat(search(small, Budget.ofEvaluations(50_000)).proof().status())
        .isEqualTo(Status.PROVEN);
  }

  @Test
  void enumeratesWhatAHeuristicCouldAndProvesTheRestByBounds() {
    Budget budget = Budget.ofEvaluations(1_000_000);

    assertThat(search(provable(200, 100), budget).evaluations()).isEqualTo(20_000);
    SearchResult larger = search(provable(59, 339), budget);
    assertThat(larger.counters()).containsKey("climbs");
    assertThat(larger.proof().status()).isEqualTo(Status.PROVEN);
  }

  @Test
  void climbsForHalfOfASmallBudgetAndNoLongerThanItTakesBeforeItProves() {
    ProvableToy toy = provable(60, 60, 60, 60);

    for (long limit : new long[] {1_000, 39_998, 1_000_000}) {
      SearchResult result = search(toy, Budget.ofEvaluations(limit));

      long climbing = Math.min(20_000, limit / 2);
      assertThat(result.trace().lowerBounds().get(0).evaluation())
          .isBetween(climbing + 1, climbing + 3);
    }
  }

  @Test
  void climbsGreedilyWhereLateClimbsWouldGetNowhere() {
    for (long limit : new long[] {300, 399, 400}) {
      Budget budget = Budget.ofEvaluations(limit);
      SearchResult greedy = Search.of(large(), new HillClimbing()).budget(budget).run();

      assertThat(search(large(), budget).trace().equals(greedy.trace()))
          .as("%d evaluations", limit)
          .isEqualTo(limit < 400);
    }
  }
}
