package org.flatsearch.search.strategy.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proof can be stopped at any moment, even in the middle of a bound or a completion. */
@Timeout(30)
class StoppedProofTest {
  /** Where a prover gets stuck, and whether it calls {@code checkpoint} there. */
  enum Place {
    COMPLETION,
    BOUND;
  }

  /** A problem whose bounds never reach the optimum of 0, and whose prover gets stuck. */
  private static final class Endless {
    private final CountDownLatch lost = new CountDownLatch(1);
    private final Place place;
    private final ProvableToy toy =
        new ProvableToy(
            ToyProblem.separable(ToyProblem.ordered(50, 50, 50), 20, 30, 40),
            3,
            (low, high, metrics) -> {
              metrics[0] = -1;
              metrics[1] = 0;
              return 0;
            });

    Endless(Place place) {
      this.place = place;
    }

    SearchProblem problem() {
      return ReboundProblem.ofProvers(toy, valid -> new LostProver(valid, place, lost));
    }
  }

  private record LostProver(Decomposition.Prover valid, Place place, CountDownLatch lost)
      implements ReboundProblem.Rebound {
    @Override
    public double bound(
        int[] low, int[] high, double[] metrics, Decomposition.Incumbent incumbent) {
      boolean isSmall = high[0] - low[0] < 5;
      if (isSmall && place == Place.BOUND) {
        workForever(incumbent);
      }
      return valid.bound(low, high, metrics, incumbent);
    }

    @Override
    public void complete(int[] low, int[] high, Decomposition.Incumbent incumbent) {
      workForever(incumbent);
    }

    private void workForever(Decomposition.Incumbent incumbent) {
      lost.countDown();
      while (true) {
        incumbent.checkpoint();
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void endsInTimeWithAValidBound(Place place) {
    SearchResult result = runUntilLost(place);
    assertThat(result.stop()).isEqualTo(Stop.TIME);
    requireValid(result);
  }

  /** Doubles the time until the prover gets stuck within it, as a busy machine may begin late. */
  private static SearchResult runUntilLost(Place place) {
    double seconds = 0.1;
    while (true) {
      Endless endless = new Endless(place);
      SearchResult result =
          Search.of(endless.problem(), new BranchAndBound())
              .budget(Budget.ofSeconds(seconds))
              .run();
      if (endless.lost.getCount() == 0) {
        return result;
      }
      seconds *= 2;
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void endsWhenCancelledWithAValidBound(Place place) throws Exception {
    Endless endless = new Endless(place);
    Search search =
        Search.of(endless.problem(), new Auto()).budget(Budget.ofEvaluations(Long.MAX_VALUE));
    CompletableFuture<SearchResult> running = CompletableFuture.supplyAsync(search::run);
    endless.lost.await();
    search.cancel();
    SearchResult result = running.get();
    assertThat(result.stop()).isEqualTo(Stop.CANCELLED);
    requireValid(result);
  }

  private static void requireValid(SearchResult result) {
    assertThat(result.best()).isNotNull();
    assertThat(result.proof().status()).isEqualTo(Status.BOUNDED);
    assertThat(result.proof().lowerBound().get(0)).isEqualTo(-1);
    assertThat(result.values().get(0)).isNotNegative();
  }

  @Test
  void isCancelledBeforeItBegins() {
    Search search = Search.of(new Endless(Place.BOUND).problem(), new BranchAndBound());
    search.cancel();
    SearchResult result = search.run();
    assertThat(result.stop()).isEqualTo(Stop.CANCELLED);
    assertThat(result.best()).isNull();
    assertThat(result.proof().status()).isEqualTo(Status.UNKNOWN);
  }
}
