package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.search.strategy.baseline.RandomSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    Search.of(untouched, new RandomSearch()).rehearse();
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

  /** A result with such a figure could be no document. */
  @Test
  void refusesABestPointWhoseFiguresAreNoNumbers() {
    for (double figure : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      ToyProblem noEnergy =
          withCost(
              (point, metrics) -> {
                metrics[1] = figure;
                return 0;
              });
      assertThatThrownBy(() -> Search.of(noEnergy, new RandomSearch()).run())
          .isInstanceOf(PlugInFailedException.class)
          .hasMessageContainingAll("'fragile'", "" + figure, "'energy'", "x0=");
    }
  }

  @Test
  void endsWhenTheTimeIsUsedUp() {
    SearchResult result =
        Search.of(PROBLEM, new RandomSearch()).budget(Budget.ofSeconds(0.05)).run();
    assertThat(result.stop()).isEqualTo(Stop.TIME);
    assertThat(result.best()).isNotNull();
  }

  @Test
  void hasWhatItFoundBeforeAnException() {
    Search search =
        Search.of(
            PROBLEM,
            new Scripted(
                run -> {
                  run.evaluate(new int[4]);
                  throw new IllegalStateException("no idea");
                }));
    assertThatThrownBy(search::run).hasMessage("no idea");
    assertThat(search.found().stop()).isEqualTo(Stop.FAILED);
    assertThat(search.found().best()).isEqualTo(new int[4]);
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
