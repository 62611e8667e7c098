package org.flatsearch.search.strategy.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.flatsearch.search.Budget;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.SearchResult.Status;
import org.flatsearch.search.SearchResult.Stop;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;

/** Problems without bounds, about which nothing can be proven but by enumeration. */
class AutoTest {
  private static ToyProblem large() {
    int[] sizes = new int[10];
    int[] best = new int[10];
    Arrays.fill(sizes, 50);
    Arrays.fill(best, 30);
    return ToyProblem.separable(ToyProblem.ordered(sizes), best);
  }

  private static SearchResult search(ToyProblem problem, Budget budget) {
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
}
