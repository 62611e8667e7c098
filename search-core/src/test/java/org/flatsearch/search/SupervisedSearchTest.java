package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flatsearch.search.SearchTest.evaluateForever;
import static org.flatsearch.search.SearchTest.withCost;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.flatsearch.search.SearchResult.FrontPoint;
import org.flatsearch.search.SearchResult.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Strategies that do what they must not do, and problems that take longer than they should. */
@Timeout(30)
class SupervisedSearchTest {
  private static final SearchProblem PROBLEM = ToyProblem.tiling(60, 50, 16, 600);
  private static final String GIVEN_UP = "strategy given up, as it did not stop";

  @Test
  void namesTheStrategyThatFails() {
    Scripted broken =
        new Scripted(
            run -> {
              throw new UnsupportedOperationException("broken strategy");
            });
    Scripted brokenAtTheEnd =
        new Scripted(
            run -> {
              try {
                evaluateForever(run);
              } catch (SearchStoppedException e) {
                throw new UnsupportedOperationException("broken strategy");
              }
            });
    for (Scripted strategy : List.of(broken, brokenAtTheEnd)) {
      assertThatThrownBy(() -> Search.of(PROBLEM, strategy).budget(Budget.ofEvaluations(9)).run())
          .isInstanceOf(StrategyFailedException.class)
          .hasMessage(
              "strategy 'scripted' failed (java.lang.UnsupportedOperationException: broken"
                  + " strategy)")
          .hasCauseInstanceOf(UnsupportedOperationException.class);
    }
    Scripted incomplete =
        new Scripted(
            run -> {
              throw new NoClassDefFoundError("org/example/Nap");
            });
    assertThatThrownBy(() -> Search.of(PROBLEM, incomplete).run())
        .isInstanceOf(NoClassDefFoundError.class);
  }

  /**
   * Kotlin and Scala have no checked exceptions, and throw an error where code is not implemented.
   */
  @Test
  void namesWhoThrowsWhatIsNoRuntimeException() {
    for (Throwable thrown : List.of(new Error("to do"), new IOException("disk"))) {
      assertThatThrownBy(() -> Search.of(PROBLEM, new Scripted(run -> raise(thrown))).run())
          .isInstanceOf(StrategyFailedException.class)
          .hasMessage("strategy 'scripted' failed (" + thrown + ")");
      ToyProblem broken =
          withCost(
              (point, metrics) -> {
                raise(thrown);
                return 0;
              });
      assertThatThrownBy(
              () -> Search.of(broken, new Scripted(run -> run.evaluate(new int[2]))).run())
          .isInstanceOf(EvaluationFailedException.class)
          .hasMessageContaining("' failed (" + thrown + ") at ");
      SearchProblem mute = new Indescribable(broken, thrown);
      assertThatThrownBy(() -> Search.of(mute, new Scripted(run -> run.evaluate(new int[2]))).run())
          .isInstanceOf(EvaluationFailedException.class)
          .hasMessageEndingWith("' failed (" + thrown + ") at decisions [0, 0]");
    }
  }

  /**
   * A problem that cannot describe its points either, such as one whose space cannot decode them.
   */
  private record Indescribable(ToyProblem problem, Throwable thrown) implements DelegatingProblem {
    @Override
    public String describe(int[] decisions) {
      SupervisedSearchTest.<RuntimeException>raise(thrown);
      return "nothing";
    }
  }

  @Test
  void blamesNobodyWhereTheMemoryIsUsedUp() {
    ToyProblem hungry =
        withCost(
            (point, metrics) -> {
              if (Thread.currentThread().getName().equals("flatsearch-evaluator")) {
                throw new OutOfMemoryError("for tests");
              }
              LockSupport.parkNanos(100_000); // so slow that a second thread is worth it
              return 0;
            });
    Scripted parallel =
        new Scripted(
            run -> {
              Score[] scores = new Score[100];
              Arrays.setAll(scores, k -> new Score(run.objective()));
              while (true) {
                run.evaluateAll(new int[100][2], scores, 100);
              }
            });

    assertThatThrownBy(() -> Search.of(hungry, parallel).threads(2).run())
        .isInstanceOf(OutOfMemoryError.class);
    Scripted wrapping = // as the genetic library does
        new Scripted(
            run -> {
              throw new CompletionException(new OutOfMemoryError("for tests"));
            });
    assertThatThrownBy(() -> Search.of(PROBLEM, wrapping).run())
        .isInstanceOf(OutOfMemoryError.class);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** Such as one that catches whatever a model may throw, and tries the next point. */
  @Test
  @Execution(ExecutionMode.CONCURRENT) // It waits for most of its time.
  void givesUpAStrategyThatGoesOnAfterTheEnd() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(2);
    Scripted deaf =
        new Scripted(
            run -> {
              while (!Thread.interrupted()) {
                try {
                  evaluateForever(run);
                } catch (RuntimeException e) {
                  LockSupport.parkNanos(1_000_000);
                }
              }
              interrupted.countDown();
            });
    ToyProblem broken =
        withCost(
            (point, metrics) -> {
              throw new IllegalStateException("model bug");
            });
    // Both at once, since each search waits for seconds.
    CompletableFuture<SearchResult> failing = start(Search.of(broken, deaf));
    SearchResult result = Search.of(PROBLEM, deaf).budget(Budget.ofEvaluations(9)).run();
    assertThat(result.stop()).isEqualTo(Stop.EVALUATIONS);
    assertThat(result.counters()).containsOnly(Map.entry(GIVEN_UP, 1L));
    assertThatThrownBy(failing::join)
        .hasCauseInstanceOf(EvaluationFailedException.class)
        .hasMessageContaining("model bug");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void namesTheStrategyWhoseFrontIsNone() {
    for (Supplier<List<FrontPoint>> front :
        List.<Supplier<List<FrontPoint>>>of(
            () -> null,
            () -> {
              throw new StackOverflowError();
            },
            () -> List.of(new FrontPoint(new int[7], List.of(1.0))),
            () -> List.of(new FrontPoint(new int[] {0, 0, 0, -1}, List.of(1.0))))) {
      Search search = Search.of(PROBLEM, new Scripted(run -> reportFront(run, front)));
      assertThatThrownBy(search::run)
          .isInstanceOf(StrategyFailedException.class)
          .hasMessageStartingWith("strategy 'scripted' failed (");
      assertThat(search.found().best()).containsExactly(0, 0, 0, 0);
    }
  }

  private static void reportFront(SearchRun run, Supplier<List<FrontPoint>> front) {
    run.evaluate(new int[4]);
    run.reportFront(front);
  }

  /** Otherwise the problem, which fails at such a value, would look broken. */
  @Test
  void blamesTheStrategyForAValueThatADecisionDoesNotHave() {
    ToyProblem problem =
        withCost(
            (point, metrics) -> {
              metrics[0] = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).get(point[0]);
              return 0;
            });
    for (int value : new int[] {-1, 99}) {
      Scripted careless = new Scripted(run -> run.evaluate(new int[] {value, 0}));
      assertThatThrownBy(() -> Search.of(problem, careless).run())
          .isInstanceOf(StrategyFailedException.class)
          .hasMessageContaining("the point has value " + value + " for decision 'x0', which has");
    }
  }

  @Test
  void blamesTheStrategyWhicheverThreadFindsItsMistake() {
    CountDownLatch found = new CountDownLatch(1);
    AtomicBoolean waits = new AtomicBoolean();
    ToyProblem slow =
        withCost(
            (point, metrics) -> {
              if (point[0] < 0) {
                found.countDown();
                throw new IndexOutOfBoundsException();
              }
              if (waits.get() && Thread.currentThread().getName().equals("flatsearch-scripted")) {
                await(found); // so that it leaves the mistake to the other thread
              }
              LockSupport.parkNanos(300_000); // so slow that a second thread is worth it
              return 0;
            });
    Scripted careless =
        new Scripted(
            run -> {
              int[][] points = new int[100][2];
              Score[] scores = new Score[100];
              Arrays.setAll(scores, k -> new Score(run.objective()));
              run.evaluateAll(points, scores, 100);
              points[1][0] = -1;
              waits.set(true);
              run.evaluateAll(points, scores, 2);
            });
    assertThatThrownBy(() -> Search.of(slow, careless).threads(2).run())
        .isInstanceOf(StrategyFailedException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the point has value -1 for decision 'x0', which has");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A program can end even if a strategy had to be given up. */
  @Test
  void runsStrategiesInThreadsThatKeepNoProgramAlive() {
    boolean[] daemon = new boolean[1];
    Search.of(PROBLEM, new Scripted(run -> daemon[0] = Thread.currentThread().isDaemon())).run();
    assertThat(daemon[0]).isTrue();
  }

  @Test
  void runsOnceAtATime() {
    Search[] itself = new Search[1];
    itself[0] = Search.of(PROBLEM, new Scripted(run -> itself[0].run()));
    assertThatThrownBy(() -> itself[0].run())
        .hasMessageContaining("this search is running; make another to run beside it");
  }

  /** Ctrl-C would wait forever for a front that needs a lock of a strategy that hangs. */
  @Test
  void canBeCancelledWhileItIsAskedWhatItHasFound() {
    Search[] itself = new Search[1];
    Scripted failing =
        new Scripted(
            run -> {
              run.reportFront(
                  () -> {
                    CompletableFuture.runAsync(itself[0]::cancel)
                        .orTimeout(5, TimeUnit.SECONDS)
                        .join();
                    return List.of();
                  });
              throw new UnsupportedOperationException("broken strategy");
            });
    itself[0] = Search.of(PROBLEM, failing);
    assertThatThrownBy(itself[0]::run).isInstanceOf(StrategyFailedException.class);
    assertThat(itself[0].found().evaluations()).isZero();
  }

  /** Runs a search in a thread of its own, where it waits without keeping another from running. */
  private static CompletableFuture<SearchResult> start(Search search) {
    return CompletableFuture.supplyAsync(search::run, task -> new Thread(task).start());
  }
}
