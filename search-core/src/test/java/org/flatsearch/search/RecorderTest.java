package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.goal.Trace;
import org.flatsearch.search.SearchResult.FrontPoint;
import org.junit.jupiter.api.Test;

/** What a run keeps of a search, and what it does not let a strategy do. */
class RecorderTest {
  /** The latency is the sum of the values, from 0. */
  private static final SearchProblem SUM = ToyProblem.separable(ToyProblem.ordered(9, 9), 0, 0);

  private static SearchResult after(Consumer<SearchRun> script) {
    return Search.of(SUM, new Scripted(script)).objective(Objective.of("latency", "energy")).run();
  }

  private static void assertRefused(Consumer<SearchRun> script, String... complaint) {
    assertThatThrownBy(() -> after(script))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContainingAll(complaint);
  }

  @Test
  void refusesABoundThatIsNone() {
    assertRefused(
        run -> run.improveLowerBound(new double[] {1}), "a finite number for each", "[1.0]");
    assertRefused(run -> run.improveLowerBound(new double[] {Double.NaN, 0}), "[NaN, 0.0]");
  }

  /** The sum can be evaluated of any numbers. */
  @Test
  void refusesAPointOutsideTheDomainsThatCanBeEvaluated() {
    assertRefused(
        run -> run.evaluate(new int[] {-1, 2}),
        "the point has value -1 for decision 'x0', which has values 0 to 8");
  }

  @Test
  void keepsBoundsThatAreHigherThanAllBefore() {
    SearchResult result =
        after(
            run -> {
              double[] bound = new double[2];
              for (double latency : new double[] {1, 1, 0.5, 2, 1.5}) {
                run.countBound();
                bound[0] = latency;
                run.improveLowerBound(bound);
              }
            });
    assertThat(result.trace().lowerBounds())
        .containsExactly(
            new Trace.LowerBound(1, List.of(1.0, 0.0)), new Trace.LowerBound(4, List.of(2.0, 0.0)));
    assertThat(result.proof()).isEqualTo(new SearchResult.Proof(Status.BOUNDED, List.of(2.0, 0.0)));
  }

  @Test
  void refusesWhatContradictsWhatWasFoundOrProven() {
    int[] three = {1, 2};
    double[] four = {4, 0};
    String complaint =
        "the proof is wrong: x0=2, x1=3 has [3.0, 0.0], and the lower bound was [4.0, 0.0];"
            + " the objective is [latency, energy]";
    assertRefused(
        run -> {
          run.evaluate(three);
          run.improveLowerBound(four);
        },
        complaint);
    assertRefused(
        run -> {
          run.improveLowerBound(four);
          run.evaluate(three);
        },
        complaint);
    assertRefused(
        run -> {
          run.evaluate(three);
          run.proveOptimal();
          run.evaluate(new int[2]);
        },
        "the proof is wrong: x0=1, x1=1 has [0.0, 0.0], and the optimum was [3.0, 0.0]");
  }

  /** Its strategy may have caught the error; else, what it had found is shown with the error. */
  @Test
  void countsNoProofOfARunThatAPointHasRefuted() {
    Search search =
        Search.of(
            SUM,
            new Scripted(
                run -> {
                  run.improveLowerBound(new double[] {1, 0});
                  run.evaluate(new int[] {1, 2});
                  run.proveOptimal();
                  run.evaluate(new int[] {1, 1});
                }));
    assertThatThrownBy(search::run).isInstanceOf(RuntimeException.class);

    SearchResult found = search.found();

    assertThat(found.best()).containsExactly(1, 2);
    assertThat(found.trace().lowerBounds()).isEmpty();
    assertThat(found.proof()).isEqualTo(new SearchResult.Proof(Status.UNKNOWN, List.of()));
  }

  /** No document can hold such a bound. */
  @Test
  void refusesAnInfiniteBound() {
    double infinity = Double.POSITIVE_INFINITY;
    assertRefused(
        run -> run.improveLowerBound(new double[] {0, -infinity}),
        "a finite number for each of [latency, energy]",
        "[0.0, -Infinity]");
    assertRefused(run -> run.improveLowerBound(new double[] {infinity, 0}), "[Infinity, 0.0]");
  }

  /** Such a point may be better than all open points, which are all that a later bound covers. */
  @Test
  void takesNoBoundAfterAPointThatCannotBeRated() {
    SearchProblem unrated =
        SearchTest.withCost((point, metrics) -> SearchProblem.Evaluator.NOT_RATED);
    SearchResult result =
        Search.of(
                unrated,
                new Scripted(
                    run -> {
                      run.improveLowerBound(new double[] {1, 0});
                      run.evaluate(new int[] {1, 2});
                      run.improveLowerBound(new double[] {2, 0});
                      run.proveOptimal();
                    }))
            .run();
    assertThat(result.proof()).isEqualTo(new SearchResult.Proof(Status.BOUNDED, List.of(1.0, 0.0)));
  }

  /** A bound excludes lower values, but a lower value in the same step counts as equal. */
  @Test
  void lowersABoundToWhereItsStepBegins() {
    Tolerance tolerance = Tolerance.of(0.5);
    SearchResult result =
        Search.of(SUM, new Scripted(run -> run.improveLowerBound(new double[] {3, 3})))
            .objective(Objective.DEFAULT.within(tolerance))
            .run();
    double floor = tolerance.floor(3);
    assertThat(floor).isBetween(2.0, 2.9);
    assertThat(result.proof().lowerBound()).containsExactly(floor, floor);
  }

  @Test
  void givesAwayCopiesOnly() {
    int[] start = {1, 2};
    SearchResult result =
        Search.of(
                SUM,
                new Scripted(
                    run -> {
                      run.start()[0] = 8;
                      int[] point = run.start();
                      run.evaluate(point);
                      point[0] = 7;
                      run.bestDecisions()[0] = 6;
                      run.best().values[0] = -1;
                    }))
            .start(start)
            .run();
    result.best()[0] = 5;
    assertThat(result.best()).containsExactly(1, 2);
    assertThat(result.values()).containsExactly(3.0, 0.0);

    int[] point = {1, 2};
    FrontPoint front = new FrontPoint(point, List.of(3.0));
    point[0] = 8;
    front.decisions()[1] = 8;
    assertThat(front.decisions()).containsExactly(1, 2);
  }

  @Test
  void giveNoFiguresOfAPointThatDoesNotFit() {
    SearchResult result =
        Search.of(ToyProblem.infeasible(5), new Scripted(run -> run.evaluate(new int[] {2}))).run();
    assertThat(result.best()).containsExactly(2);
    assertThat(result.violation()).isEqualTo(102);
    assertThat(result.values()).isEmpty();
    assertThat(result.metrics()).isEmpty();
    assertThat(result.trace().improvements())
        .containsExactly(new Trace.Improvement(1, 102, List.of()));
  }

  @Test
  void endsForTheFirstReason() {
    SearchResult result =
        after(
            run -> {
              run.stop(Stop.CANCELLED);
              run.stop(Stop.TIME);
              run.evaluate(new int[2]);
            });
    assertThat(result.stop()).isEqualTo(Stop.CANCELLED);
  }

  @Test
  void knowsHowMuchOfTheBudgetIsUsedUp() {
    double[] progress = new double[3];
    Scripted looking =
        new Scripted(
            run -> {
              progress[0] = run.progress();
              run.evaluate(new int[2]);
              progress[1] = run.progress();
            });
    Search.of(SUM, looking).budget(Budget.ofEvaluations(4)).run();
    assertThat(Arrays.copyOf(progress, 2)).containsExactly(0, 0.25);
    Search.of(SUM, looking).budget(new Budget(4, 1e9)).run();
    assertThat(progress[1]).isEqualTo(0.25);
    Scripted late = new Scripted(run -> progress[2] = run.progress());
    Search.of(SUM, late).budget(Budget.ofSeconds(1e-9)).run();
    assertThat(progress[2]).as("not more than all, though the time is over").isEqualTo(1);
  }

  @Test
  void refusesAScoreForAnotherObjective() {
    String complaint = "can't be that of a search with an objective of 2 metrics";
    assertRefused(
        run -> run.evaluate(new int[2], new Score(Objective.of("latency"))),
        "a score for [latency] " + complaint);
    assertRefused(
        run -> run.evaluate(new int[2], new Score(Objective.of("latency", "energy", "edp"))),
        "a score for [latency, energy, edp] " + complaint);
  }

  @Test
  void refusesAFrontThatIsNone() {
    assertThatThrownBy(
            () ->
                after(
                    run -> {
                      run.reportFront(null);
                      run.count("reported", 1);
                    }))
        .isInstanceOf(RuntimeException.class)
        .hasMessage("points");
    assertRefused(
        run -> run.reportFront(() -> List.of(new FrontPoint(new int[2], List.of(1.0)))),
        "a point of the front has the values [1.0], not one for each of [latency, energy]");
  }

  /** Readers of documents refuse it, so that an experiment would be finished and unreadable. */
  @Test
  void refusesACounterWhoseNameIsNoLine() {
    assertRefused(
        run -> {
          run.evaluate(new int[2]);
          run.count("climbs\nrestarts", 1);
        },
        "the name of a counter must be a line of visible characters, found \"climbs");
  }

  @Test
  void isNotChangedByWhoeverMadeIt() {
    SearchResult result = after(run -> run.evaluate(new int[2]));
    Map<String, Long> counters = new HashMap<>();
    SearchResult copy =
        new SearchResult(
            "by hand",
            result.best(),
            0,
            result.values(),
            result.metrics(),
            result.evaluations(),
            result.trace(),
            result.proof(),
            result.stop(),
            List.of(),
            counters);
    counters.put("later", 1L);

    assertThat(copy.counters()).isEmpty();
  }
}
