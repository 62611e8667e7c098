package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.search.SearchTest.withCost;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.flatsearch.search.SearchResult.Stop;
import org.flatsearch.search.strategy.baseline.RandomSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches whose time is up while an evaluation is going on. */
@Timeout(120)
class SlowEvaluationsTest {
  /** Evaluations that take longer than a search waits for one when its time is up. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void keepsWhatSlowEvaluationsHaveFound(int threads) {
    List<String> strategies = List.of("random", "exhaustive", "genetic", "nsga2");
    for (String strategy : strategies) {
      // Loading the strategy's classes may take longer than the search has.
      Search.of(ToyProblem.tiling(4, 4, 4, 600), Strategies.named(strategy))
          .budget(Budget.ofEvaluations(200))
          .run();
    }
    // All at once, since all but wait.
    Map<String, CompletableFuture<SearchResult>> searches =
        strategies.stream().collect(Collectors.toMap(s -> s, s -> start(() -> slow(s, threads))));
    searches.forEach(
        (strategy, search) -> {
          SearchResult result = search.join();
          assertThat(result.stop()).isEqualTo(Stop.TIME);
          assertThat(result.best()).as(strategy).isNotNull();
          assertThat(result.counters()).as(strategy).doesNotContainKey(SearchResult.GIVEN_UP);
          assertThat(result.trace().improvements())
              .hasSizeLessThanOrEqualTo((int) result.evaluations());
          assertThat(result.front().isEmpty()).isEqualTo(!strategy.equals("nsga2"));
        });
  }

  private static SearchResult slow(String strategy, int threads) {
    return EnoughTime.find(
        time ->
            Search.of(lasting(0.16 * time.seconds()), Strategies.named(strategy))
                .objective(Objective.of("latency", "energy"))
                .budget(time)
                .threads(threads)
                .run(),
        result -> result.best() != null);
  }

  /** Runs a search in a thread of its own, where it waits without keeping another from running. */
  private static CompletableFuture<SearchResult> start(Supplier<SearchResult> search) {
    return CompletableFuture.supplyAsync(search, task -> new Thread(task).start());
  }

  /** Whatever the timeout of an evaluation is: each is a short one, but they leave no gap. */
  @Test
  void endsWhenTheTimeIsUsedUp() {
    SearchResult result =
        EnoughTime.find(
            time ->
                Search.of(lasting(0.06 * time.seconds()), new RandomSearch())
                    .budget(time)
                    .evaluationTimeoutSeconds(0.8 * time.seconds())
                    .run(),
            found -> found.evaluations() > 0);
    assertThat(result.stop()).isEqualTo(Stop.TIME);
    assertThat(result.evaluations()).isPositive();
  }

  /** On a busy machine, the strategy's thread may not go on at once. */
  @Test
  void hasPatienceAfterTheEvaluationThatWasGoingOnWhenTheTimeWasOver() {
    AtomicLong end = new AtomicLong();
    SearchProblem slow =
        withCost(
            (point, metrics) -> {
              parkUntil(end.get());
              return 0;
            });
    Scripted late =
        new Scripted(
            run -> {
              end.set(System.nanoTime() + 220_000_000);
              run.evaluate(new int[2]);
              parkUntil(end.get() + 150_000_000);
              run.evaluate(new int[2]);
            });

    SearchResult result = null;
    // On a machine that is too busy, the time may be over before the evaluation begins, the
    // evaluation may end too long after it, or the strategy before anyone looks at the time.
    for (int attempt = 0;
        attempt < 25 && (result == null || result.best() == null || result.stop() != Stop.TIME);
        attempt++) {
      result = Search.of(slow, late).budget(Budget.ofSeconds(0.2)).run();
    }

    assertThat(result.stop()).isEqualTo(Stop.TIME);
    assertThat(result.evaluations()).isEqualTo(1);
    assertThat(result.best()).isNotNull();
    assertThat(result.counters()).isEmpty();
  }

  private static void parkUntil(long nanoTime) {
    while (System.nanoTime() < nanoTime) {
      LockSupport.parkNanos(nanoTime - System.nanoTime());
    }
  }

  private static SearchProblem lasting(double seconds) {
    return withCost(
        (point, metrics) -> {
          LockSupport.parkNanos((long) (1e9 * seconds));
          metrics[0] = 1 + point[0];
          metrics[1] = 10 - point[0];
          return 0;
        });
  }
}
