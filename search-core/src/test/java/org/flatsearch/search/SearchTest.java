package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.SearchResult.Stop;
import org.flatsearch.search.strategy.baseline.ExhaustiveSearch;
import org.flatsearch.search.strategy.baseline.RandomSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SearchTest {
  private static final SearchProblem PROBLEM = ToyProblem.tiling(60, 50, 16, 600);

  static ToyProblem withCost(SearchProblem.Evaluator cost) {
    return new ToyProblem("fragile", ToyProblem.ordered(10, 10), cost);
  }

  static void evaluateForever(SearchRun run) {
    while (true) {
      run.evaluate(new int[run.problem().decisions().size()]);
    }
  }

  @Test
  void countsRepeatedEvaluationsOfTheSamePoint() {
    SearchResult result =
        Search.of(PROBLEM, new Scripted(SearchTest::evaluateForever))
            .budget(Budget.ofEvaluations(17))
            .run();
    assertThat(result.evaluations()).isEqualTo(17);
    assertThat(result.stop()).isEqualTo(Stop.EVALUATIONS);
    assertThat(result.trace().improvements()).hasSize(1);
  }

  @Test
  void rehearsesWithoutAnEvaluation() {
    SearchProblem untouched =
        withCost(
            (point, metrics) -> {
              throw new AssertionError("evaluated");
            });
    Search.of(untouched, new RandomSearch()).threads(2).rehearse();
    Search.of(untouched, new Scripted(run -> {})).rehearse();

    Search refusing =
        Search.of(
            untouched,
            new Scripted(
                run -> {
                  run.checkpoint();
                  throw new InvalidInputException("too large");
                }));
    assertThatThrownBy(refusing::rehearse).hasMessage("too large");
  }

  @Test
  void countsBoundsAsEvaluations() {
    SearchResult result =
        Search.of(
                PROBLEM,
                new Scripted(
                    run -> {
                      run.countBound();
                      run.countBound();
                      evaluateForever(run);
                    }))
            .budget(Budget.ofEvaluations(5))
            .run();
    assertThat(result.evaluations()).isEqualTo(5);
    assertThat(result.trace().improvements().get(0).evaluation()).isEqualTo(3);
  }

  @Test
  void knowsWhyItStoppedWhenAStrategySwallowsOrWrapsTheException() {
    Scripted swallowing =
        new Scripted(
            run -> {
              try {
                evaluateForever(run);
              } catch (SearchStoppedException e) {
                LockSupport.parkNanos(50_000_000); // as a careless strategy might
              }
            });
    Scripted wrapping =
        new Scripted(
            run -> {
              try {
                evaluateForever(run);
              } catch (SearchStoppedException e) {
                throw new CompletionException(e);
              }
            });
    for (SearchStrategy strategy : List.of(swallowing, wrapping)) {
      SearchResult result = Search.of(PROBLEM, strategy).budget(Budget.ofEvaluations(9)).run();
      assertThat(result.stop()).isEqualTo(Stop.EVALUATIONS);
      assertThat(result.counters()).as("it returned by itself").isEmpty();
    }
  }

  @Test
  void namesProblemAndPointWhenTheModelThrows() {
    ToyProblem problem =
        withCost(
            (point, metrics) -> {
              if (point[0] == 3) {
                throw new IllegalStateException("model bug");
              }
              return 0;
            });
    for (int threads : new int[] {1, 3}) {
      assertThatThrownBy(() -> Search.of(problem, new RandomSearch()).threads(threads).run())
          .isInstanceOf(EvaluationFailedException.class)
          .hasMessageContainingAll("problem 'fragile'", "model bug", "x0=4, x1=");
    }
  }

  @Test
  void refusesFiguresThatAreNotNumbers() {
    ToyProblem noLatency =
        withCost(
            (point, metrics) -> {
              metrics[0] = Double.NaN;
              return 0;
            });
    assertThatThrownBy(() -> Search.of(noLatency, new RandomSearch()).run())
        .isInstanceOf(EvaluationFailedException.class)
        .hasMessageContaining(
            "gave NaN for metric 'latency', which must be a finite number, at x0=");
    ToyProblem noEnergy =
        withCost(
            (point, metrics) -> {
              metrics[0] = 1;
              metrics[1] = Double.NaN;
              return 0;
            });
    assertThatThrownBy(
            () -> Search.of(noEnergy, new RandomSearch()).objective(Objective.of("latency")).run())
        .isInstanceOf(EvaluationFailedException.class)
        .hasMessageContaining("gave NaN for metric 'energy'");
    ToyProblem endless =
        withCost(
            (point, metrics) -> {
              metrics[1] = Double.POSITIVE_INFINITY;
              return 0;
            });
    assertThatThrownBy(
            () -> Search.of(endless, new RandomSearch()).objective(Objective.of("latency")).run())
        .isInstanceOf(EvaluationFailedException.class)
        .hasMessageContaining("gave Infinity for metric 'energy'");
    assertThatThrownBy(() -> Search.of(withCost((point, metrics) -> -1), new RandomSearch()).run())
        .isInstanceOf(EvaluationFailedException.class)
        .hasMessageContaining("violation of -1.0");
  }

  @Test
  void givesUpAModelThatDoesNotComeBack() {
    CountDownLatch never = new CountDownLatch(1);
    for (int threads : new int[] {1, 2}) {
      String thread = threads == 1 ? "flatsearch-random" : "flatsearch-evaluator";
      ToyProblem problem =
          withCost(
              (point, metrics) -> {
                if (Thread.currentThread().getName().equals(thread)) {
                  awaitEvenIfInterrupted(never);
                }
                LockSupport.parkNanos(300_000); // so slow that a second thread is worth it
                return 0;
              });
      Search search =
          Search.of(problem, new RandomSearch()).threads(threads).evaluationTimeoutSeconds(0.1);
      assertThatThrownBy(search::run)
          .isInstanceOf(EvaluationFailedException.class)
          .hasMessageContainingAll("problem 'fragile'", "within 0.1 s", "x0=");
    }
    never.countDown();
  }

  static void awaitEvenIfInterrupted(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // as in a model that ignores interrupts
      }
    }
  }

  /** And counts that, or the result would look like that of a search that went on all the time. */
  @Test
  void endsOnTimeWithWhatItHasWhenTheStrategyDoesNotComeBack() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Scripted pondering =
        new Scripted(
            run -> {
              run.evaluate(new int[4]);
              while (!Thread.interrupted()) {
                LockSupport.park();
              }
              interrupted.countDown();
            });
    SearchResult result =
        EnoughTime.find(
            time -> Search.of(PROBLEM, pondering).budget(time).run(),
            found -> found.evaluations() > 0);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(result.stop()).isEqualTo(Stop.TIME);
    assertThat(result.evaluations()).isEqualTo(1);
    assertThat(result.best()).containsExactly(0, 0, 0, 0);
    assertThat(result.counters()).containsOnly(Map.entry(SearchResult.GIVEN_UP, 1L));
  }

  @Test
  void returnsTheBestSoFarWhenCancelled() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Scripted strategy =
        new Scripted(
            run -> {
              run.evaluate(new int[4]);
              begun.countDown();
              evaluateForever(run);
            });
    Search search = Search.of(PROBLEM, strategy).budget(new Budget(Long.MAX_VALUE, 1e9));
    Thread canceller =
        new Thread(
            () -> {
              try {
                begun.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              search.cancel();
            });
    canceller.start();
    SearchResult result = search.run();
    canceller.join();
    assertThat(result.stop()).isEqualTo(Stop.CANCELLED);
    assertThat(result.best()).isNotNull();
    assertThat(search.run().evaluations()).as("a cancelled search stays cancelled").isZero();
  }

  @Test
  void endsAndKeepsTheInterruptWhenTheCallerIsInterrupted() throws InterruptedException {
    Thread.currentThread().interrupt();
    SearchResult result =
        Search.of(PROBLEM, new RandomSearch()).budget(Budget.ofSeconds(1e9)).run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.stop()).isEqualTo(Stop.CANCELLED);
    assertNoThreadIsLeft();
  }

  @Test
  void leavesNoThreadBehind() throws InterruptedException {
    Search.of(slow(), new RandomSearch()).budget(Budget.ofEvaluations(3000)).threads(3).run();
    Search.of(mostlyRepeated(), new ExhaustiveSearch()).budget(Budget.ofSeconds(0.1)).run();
    assertNoThreadIsLeft();
  }

  /** A single thread does not notice it either. */
  @Test
  void goesOnWhenTheProblemOrTheStrategyLeavesAnInterruptBehind() {
    CountDownLatch taken = new CountDownLatch(1);
    SearchProblem slow =
        withCost(
            (point, metrics) -> {
              if (Thread.currentThread().getName().equals("flatsearch-evaluator")) {
                taken.countDown();
                LockSupport.parkNanos(500_000_000);
              } else if (Thread.currentThread().isInterrupted()) {
                while (taken.getCount() > 0) {
                  Thread.onSpinWait(); // awaiting would clear the interrupt
                }
              } else {
                LockSupport.parkNanos(1_000_000);
              }
              return 0;
            });
    Scripted interrupted =
        new Scripted(
            run -> {
              Score[] scores = new Score[8];
              Arrays.setAll(scores, k -> new Score(run.objective()));
              run.evaluateAll(new int[8][2], scores, 1); // to learn that it is slow
              Thread.currentThread().interrupt();
              run.evaluateAll(new int[8][2], scores, 8);
              assertThat(Thread.interrupted()).as("whoever interrupted may look").isTrue();
            });

    SearchResult result = Search.of(slow, interrupted).threads(2).run();

    assertThat(result.stop()).isEqualTo(Stop.COMPLETE);
    assertThat(result.evaluations()).isEqualTo(9);
  }

  private static void assertNoThreadIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("flatsearch-evaluator")
          || thread.getName().equals("flatsearch-exhaustive")
          || thread.getName().equals("flatsearch-random")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  /** A space in which one vector of 10^12 is canonical. */
  private static SearchProblem mostlyRepeated() {
    int[] sizes = new int[12];
    Arrays.fill(sizes, 10);
    return new ToyProblem(
        "mostly repeated",
        ToyProblem.ordered(sizes),
        List.of("latency", "energy"),
        (point, metrics) -> 0,
        point -> Arrays.fill(point, 0));
  }

  /** Slow enough that other threads help. */
  private static SearchProblem slow() {
    return new ToyProblem(
        "slow",
        PROBLEM.decisions(),
        (point, metrics) -> {
          double sum = 0;
          for (int k = 0; k < 2000; k++) {
            sum += Math.sin(k + point[0]);
          }
          double violation = PROBLEM.evaluator().evaluate(point, metrics);
          metrics[1] += sum * 1e-9;
          return violation;
        });
  }

  @ParameterizedTest
  @Timeout(300) // It computes, which takes long on a busy machine.
  @ValueSource(strings = {"random", "genetic", "nsga2"})
  void evaluatesTheSameByAnyNumberOfThreads(String strategy) {
    Search search =
        Search.of(slow(), Strategies.named(strategy)).budget(Budget.ofEvaluations(5003)).seed(3);
    SearchResult one = search.threads(1).run();
    for (int threads : new int[] {1, 2, 5}) {
      SearchResult result = search.threads(threads).run();
      assertThat(result.trace()).as("%d threads", threads).isEqualTo(one.trace());
      assertThat(result.best()).isEqualTo(one.best());
      assertThat(result.metrics()).isEqualTo(one.metrics());
      assertThat(result.stop()).isEqualTo(Stop.EVALUATIONS);
    }
  }

  @Test
  void beginsFromTheGivenPoint() {
    int[] start = {5, 6, 7, 1};
    SearchResult result =
        Search.of(PROBLEM, new RandomSearch()).start(start).budget(Budget.ofEvaluations(1)).run();
    assertThat(result.best()).containsExactly(start);
  }

  @Test
  void refusesAStartThatIsNoPoint() {
    Search search = Search.of(PROBLEM, new RandomSearch());
    assertThatThrownBy(() -> search.start(new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 values");
    assertThatThrownBy(() -> search.start(new int[] {0, 50, 0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("50", "'x1'", "0 to 49");
  }

  @Test
  void refusesSettingsThatAreMissingWhereTheyAreSet() {
    Search search = Search.of(PROBLEM, new RandomSearch());
    assertThatThrownBy(() -> search.objective(null)).hasMessage("objective");
    assertThatThrownBy(() -> search.budget(null)).hasMessage("budget");
    assertThatThrownBy(() -> search.parameters(null)).hasMessage("parameters");
  }

  @Test
  void refusesAMetricThatTheProblemLacks() {
    assertThatThrownBy(
            () -> Search.of(PROBLEM, new RandomSearch()).objective(Objective.of("latncy")).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("latncy", "tiling", "Did you mean latency?");
  }
}
