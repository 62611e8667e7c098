package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flatsearch.search.strategy.baseline.ExhaustiveSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchEvaluatorTest {
  private static final long SLOW_NANOS = 20_000_000;

  /** As one thread would, which never comes to the points behind a failure. */
  @Test
  @Timeout(30)
  void namesTheFirstPointThatFailedThoughALaterOneFailedBefore() {
    CompletableFuture<Void> laterFails = new CompletableFuture<>();
    ToyProblem failing =
        new ToyProblem(
            "failing",
            ToyProblem.ordered(4),
            (point, metrics) -> {
              LockSupport.parkNanos(SLOW_NANOS);
              if (point[0] == 2) {
                laterFails.join();
                LockSupport.parkNanos(SLOW_NANOS);
              }
              if (point[0] == 3) {
                laterFails.complete(null);
              }
              if (point[0] >= 2) {
                throw new IllegalStateException("point " + point[0]);
              }
              return 0;
            });
    try (BatchEvaluator batch = byTwoThreads(failing)) {
      int[][] points = {{0}, {1}, {2}, {3}};
      evaluate(batch, points, scores(4), 0, 2); // measures that they are slow

      assertThat(evaluate(batch, points, scores(4), 2, 4)).isEqualTo(2);
      assertThat(batch.failure())
          .isInstanceOf(EvaluationFailedException.class)
          .hasMessageContaining("point 2");
    }
  }

  /** The strategy is to blame for these; its thread finds the later one. */
  @Test
  @Timeout(30)
  void namesTheFirstOfSeveralThatAreNoPoints() {
    CountDownLatch firstIsTaken = new CountDownLatch(1);
    CountDownLatch laterFails = new CountDownLatch(1);
    ToyProblem failing =
        new ToyProblem(
            "failing",
            ToyProblem.ordered(4),
            (point, metrics) -> {
              LockSupport.parkNanos(SLOW_NANOS);
              if (point[0] == 1) {
                SearchTest.awaitEvenIfInterrupted(firstIsTaken);
              } else if (point[0] == 8) {
                firstIsTaken.countDown();
                SearchTest.awaitEvenIfInterrupted(laterFails);
                LockSupport.parkNanos(SLOW_NANOS);
              } else if (point[0] == 9) {
                laterFails.countDown();
              }
              return List.of(0, 0, 0, 0).get(point[0]);
            });
    try (BatchEvaluator batch = byTwoThreads(failing)) {
      int[][] points = {{0}, {0}, {1}, {8}, {9}};
      evaluate(batch, points, scores(5), 0, 2); // measures that they are slow

      assertThat(evaluate(batch, points, scores(5), 2, 5)).isEqualTo(3);
      assertThat(batch.failure())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("value 8");
      assertThat(evaluate(batch, points, scores(5), 0, 2))
          .as("a strategy that caught it may go on")
          .isEqualTo(2);
      assertThat(Thread.interrupted()).as("nobody interrupted it").isFalse();
    }
  }

  /** What is shown of a search that failed must not depend on the number of threads either. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void leavesAFailedSearchWithAllThatWasFoundBefore(int threads) {
    assertLeft(threads, "model bug) at x0=701", x -> fail(x, 700));
  }

  /** Points that hang as well are in flight in other threads. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void leavesASearchThatHangsWithAllThatWasFoundBefore(int threads) {
    CountDownLatch never = new CountDownLatch(1);
    assertLeft(threads, "within 1.0 s at x0=701", x -> SearchTest.awaitEvenIfInterrupted(never));
    never.countDown();
  }

  /** As one thread would, whose time is up at the same point. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void endsOnTimeWithAllThatWasFoundBeforeAPointThatHangs(int threads) {
    CountDownLatch never = new CountDownLatch(1);
    Search search = Search.of(hangingFrom(70, never), new ExhaustiveSearch()).threads(threads);
    SearchResult found =
        EnoughTime.find(time -> search.budget(time).run(), result -> result.evaluations() > 70);
    never.countDown();

    assertThat(found.best()).containsExactly(69);
    assertThat(found.evaluations()).isEqualTo(71);
  }

  /** A single thread does not come to the points that hang. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void namesTheFailureBeforeAPointThatHangs(int threads) {
    CountDownLatch never = new CountDownLatch(1);
    assertLeft(
        threads,
        "model bug) at x0=701",
        x -> {
          fail(x, 700);
          SearchTest.awaitEvenIfInterrupted(never);
        });
    never.countDown();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void blamesTheStrategyForAWrongProofBeforeAPointThatHangs(int threads) {
    CountDownLatch never = new CountDownLatch(1);
    Scripted wrong =
        new Scripted(
            run -> {
              run.improveLowerBound(new double[] {-68, 0});
              int[][] points =
                  IntStream.range(0, 100).mapToObj(x -> new int[] {x}).toArray(int[][]::new);
              run.evaluateAll(points, scores(100), 100);
            });
    Search search =
        Search.of(hangingFrom(70, never), wrong).threads(threads).evaluationTimeoutSeconds(1);
    assertThatThrownBy(search::run)
        .isInstanceOf(StrategyFailedException.class)
        .hasMessageContaining("the proof is wrong: x0=70 has");
    never.countDown();
  }

  /** Interrupting the thread that waits for a search cancels it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void keepsAllThatWasFoundBeforeAPointThatHangsWhenTheCallerIsInterrupted(int threads) {
    CountDownLatch never = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    ToyProblem hanging =
        falling(
            x -> {
              if (x == 70) {
                awaitOtherThreads();
                caller.interrupt();
              }
              if (x >= 70) {
                SearchTest.awaitEvenIfInterrupted(never);
              }
            });
    SearchResult found = Search.of(hanging, new ExhaustiveSearch()).threads(threads).run();
    never.countDown();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(found.stop()).isEqualTo(SearchResult.Stop.CANCELLED);
    assertThat(found.best()).containsExactly(69);
    assertThat(found.evaluations()).isEqualTo(71);
  }

  /** Its strategy waits for another thread, and ends before that does. */
  @Test
  @Timeout(30)
  void keepsAllThatWasFoundWhenTheStrategyOfASearchThatIsStoppedIsInterrupted() {
    AtomicReference<Search> search = new AtomicReference<>();
    AtomicReference<Thread> strategy = new AtomicReference<>();
    ToyProblem slow =
        falling(
            x -> {
              LockSupport.parkNanos(300_000); // so slow that a second thread is worth it
              if (!Thread.currentThread().getName().equals("flatsearch-evaluator")) {
                strategy.set(Thread.currentThread());
              } else if (x >= 10) {
                while (strategy.get().getState() != Thread.State.WAITING) {
                  Thread.onSpinWait();
                }
                search.get().cancel();
                strategy.get().interrupt();
                while (strategy.get().isAlive()) {
                  Thread.onSpinWait();
                }
              }
            });
    search.set(Search.of(slow, new ExhaustiveSearch()).threads(2));
    SearchResult found = search.get().run();

    assertThat(found.stop()).isEqualTo(SearchResult.Stop.CANCELLED);
    assertThat(found.best()[0]).isGreaterThanOrEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void leavesASearchThatRunsOutOfMemoryWithAllThatWasFoundBefore(int threads) {
    assertLeft(
        threads,
        "no heap",
        x -> {
          throw new OutOfMemoryError("no heap");
        });
  }

  private static void fail(int x, int at) {
    if (x == at) {
      throw new IllegalStateException("model bug");
    }
  }

  /** Waits until they hang or have no more points. */
  private static void awaitOtherThreads() {
    while (Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("flatsearch-(evaluator|exhaustive)"))
        .anyMatch(t -> t != Thread.currentThread() && t.getState() != Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  private static ToyProblem hangingFrom(int first, CountDownLatch never) {
    return falling(
        x -> {
          if (x >= first) {
            SearchTest.awaitEvenIfInterrupted(never);
          }
        });
  }

  /** Each point is better than the one before. */
  private static ToyProblem falling(IntConsumer defect) {
    return new ToyProblem(
        "falling",
        ToyProblem.ordered(1_000),
        (point, metrics) -> {
          defect.accept(point[0]);
          metrics[0] = -point[0];
          return 0;
        });
  }

  /** At the 701st point. */
  private static void assertLeft(int threads, String message, IntConsumer defect) {
    ToyProblem failing =
        falling(
            x -> {
              if (x >= 700) {
                defect.accept(x);
              }
            });
    Search search =
        Search.of(failing, new ExhaustiveSearch()).threads(threads).evaluationTimeoutSeconds(1);
    assertThatThrownBy(search::run).hasMessageContaining(message);

    SearchResult found = search.found();

    assertThat(found.best()).containsExactly(699);
    assertThat(found.trace().improvements()).hasSize(700);
    assertThat(found.evaluations()).isEqualTo(701);
  }

  private static int evaluate(
      BatchEvaluator batch, int[][] points, Score[] into, int from, int to) {
    batch.begin(points, into, from, to);
    return batch.evaluate();
  }

  private static BatchEvaluator byTwoThreads(SearchProblem problem) {
    int[] indexes = Objective.DEFAULT.indexesIn(problem);
    return new BatchEvaluator(
        List.of(new PointEvaluator(problem, indexes), new PointEvaluator(problem, indexes)),
        () -> false);
  }

  private static Score[] scores(int count) {
    return Stream.generate(() -> new Score(Objective.DEFAULT)).limit(count).toArray(Score[]::new);
  }
}
