package org.flatsearch.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Trace;
import org.flatsearch.json.ShownText;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.search.SearchResult.FrontPoint;
import org.flatsearch.search.SearchResult.Proof;

/** Keeps what a search has found so far: the best point, the trace, the proof. */
final class Recorder {
  private final SearchProblem problem;
  private final Objective objective;
  private final Score best;
  private final int[] bestDecisions;
  private final double[] bestMetrics;
  private final List<Trace.Improvement> improvements = new ArrayList<>();
  private final List<Trace.LowerBound> lowerBounds = new ArrayList<>();
  private final Map<String, Long> counters = new TreeMap<>();
  private Supplier<List<FrontPoint>> front = List::of;
  private double[] lowerBound;
  private boolean proven;

  /**
   * Whether a point was evaluated that the problem cannot rate: it may be better than all others.
   */
  private boolean metUnrated;

  /** Whether a point has refuted what was proven, so that none of it counts. */
  private boolean refuted;

  Recorder(SearchProblem problem, Objective objective) {
    this.problem = problem;
    this.objective = objective;
    best = new Score(objective);
    bestDecisions = new int[problem.decisions().size()];
    bestMetrics = new double[problem.metrics().size()];
  }

  /**
   * Records a point.
   *
   * @param metrics all metrics of the point
   */
  void record(long evaluation, int[] decisions, Score score, double[] metrics) {
    if (score.violation == SearchProblem.Evaluator.NOT_RATED) {
      metUnrated = true;
      count("points not rated", 1);
    }
    if (score.compareTo(best) < 0 || improvements.isEmpty()) {
      recordBest(evaluation, decisions, score, metrics);
    }
  }

  private void recordBest(long evaluation, int[] decisions, Score score, double[] metrics) {
    // Checked here and not at each evaluation, as improvements are rare: what is no point may
    // evaluate all the same, but it must not become the result.
    SearchProblem.requirePoint(problem, "the point", decisions);
    requireFigures(decisions, score, metrics);
    if (proven) {
      throw wrongProof(decisions, score, "the optimum was " + text(best));
    }
    if (score.isFeasible() && lowerBound != null) {
      requireNotBelow(lowerBound, decisions, score);
    }
    // First, because memory may run out here: then the best point is still the one before.
    improvements.add(
        new Trace.Improvement(
            evaluation, score.violation, score.isFeasible() ? box(score.values) : List.of()));
    best.set(score);
    System.arraycopy(decisions, 0, bestDecisions, 0, bestDecisions.length);
    System.arraycopy(metrics, 0, bestMetrics, 0, bestMetrics.length);
  }

  /**
   * A figure that can't be would be the best that was ever found, and no document could hold it.
   */
  private void requireFigures(int[] decisions, Score score, double[] metrics) {
    for (int k = 0; k < metrics.length && score.isFeasible(); k++) {
      if (!Double.isFinite(metrics[k])) {
        throw new PlugInFailedException(
            "problem '%s' gave %s for metric '%s' at %s, which must be a finite number"
                .formatted(
                    problem.name(),
                    metrics[k],
                    problem.metrics().get(k),
                    problem.describe(decisions)),
            null);
      }
    }
  }

  Score best() {
    return new Score(best);
  }

  int[] bestDecisions() {
    return improvements.isEmpty() ? null : bestDecisions.clone();
  }

  void improveLowerBound(long evaluation, double[] values) {
    if (values.length != objective.size() || !Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "a lower bound has a finite number for each of %s, not %s"
              .formatted(objective.metrics(), Arrays.toString(values)));
    }
    double[] floor = objective.floor(values);
    if (best.isFeasible()) {
      requireNotBelow(floor, bestDecisions, best);
    }
    if (!metUnrated && (lowerBound == null || objective.compare(floor, lowerBound) > 0)) {
      lowerBound = floor;
      lowerBounds.add(new Trace.LowerBound(evaluation, box(floor)));
    }
  }

  private void requireNotBelow(double[] bound, int[] decisions, Score score) {
    if (objective.compare(score.values, bound) < 0) {
      throw wrongProof(decisions, score, "the lower bound was " + Arrays.toString(bound));
    }
  }

  private IllegalStateException wrongProof(int[] decisions, Score score, String claim) {
    refuted = true;
    return new IllegalStateException(
        "the proof is wrong: %s has %s, and %s; the objective is %s"
            .formatted(problem.describe(decisions), text(score), claim, objective.metrics()));
  }

  private static String text(Score score) {
    return score.isFeasible() ? Arrays.toString(score.values) : "a violation of " + score.violation;
  }

  void proveOptimal(long evaluation) {
    if (metUnrated) {
      return;
    }
    proven = true;
    if (best.isFeasible()) {
      improveLowerBound(evaluation, best.values);
    }
  }

  void reportFront(Supplier<List<FrontPoint>> points) {
    front = Objects.requireNonNull(points, "points");
  }

  void count(String counter, long amount) {
    if (!counters.containsKey(counter) && !ShownText.isPlain(counter)) {
      throw new IllegalArgumentException(
          "the name of a counter must be a line of visible characters, found \""
              + ShownText.of(counter)
              + "\"");
    }
    counters.merge(counter, amount, Long::sum);
  }

  SearchResult result(String strategy, long evaluations, Stop stop) {
    boolean bounded = lowerBound != null && !refuted;
    Status status = proven && !refuted ? Status.PROVEN : bounded ? Status.BOUNDED : Status.UNKNOWN;
    return new SearchResult(
        strategy,
        bestDecisions(),
        best.violation,
        figures(best.values),
        figures(bestMetrics),
        evaluations,
        new Trace(improvements, refuted ? List.of() : lowerBounds),
        new Proof(status, bounded ? box(lowerBound) : List.of()),
        stop,
        frontPoints(),
        counters);
  }

  private List<FrontPoint> frontPoints() {
    List<FrontPoint> points = List.copyOf(front.get());
    for (FrontPoint point : points) {
      SearchProblem.requirePoint(problem, "a point of the front", point.decisions());
      if (point.values().size() != objective.size()) {
        throw new IllegalArgumentException(
            "a point of the front has the values %s, not one for each of %s"
                .formatted(point.values(), objective.metrics()));
      }
    }
    return points;
  }

  /** These figures of the best point; none if it is infeasible, since they have no meaning then. */
  private List<Double> figures(double[] values) {
    return best.isFeasible() ? box(values) : List.of();
  }

  private static List<Double> box(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
