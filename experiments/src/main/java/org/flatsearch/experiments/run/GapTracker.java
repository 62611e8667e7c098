package org.flatsearch.experiments.run;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.flatsearch.search.Rounding;

/** How close an experiment in progress has come to what is proven, problem by problem. */
final class GapTracker {
  private final Map<ProblemKey, double[]> bestAndBound = new HashMap<>();

  /** Takes note of a run. */
  void add(RunRecord run) {
    double[] pair =
        bestAndBound.computeIfAbsent(
            ProblemKey.of(run), key -> new double[] {Double.POSITIVE_INFINITY, 0});
    pair[0] = Math.min(pair[0], run.value());
    if (!run.lowerBound().isEmpty()) {
      pair[1] = Math.max(pair[1], run.lowerBound().get(0));
    }
  }

  /**
   * The gap of the best schedule to the proven lower bound, of the problem where it is largest;
   * empty as long as nothing is proven.
   */
  OptionalDouble largestGap() {
    return bestAndBound.values().stream()
        .filter(pair -> pair[1] > 0 && pair[0] < Double.POSITIVE_INFINITY)
        .mapToDouble(pair -> Math.max(0, pair[0] / pair[1] - 1))
        .max();
  }

  /** Problems of which something below a proven lower bound was found. */
  int wrongProofs() {
    return (int)
        bestAndBound.values().stream()
            .filter(pair -> Rounding.compare(pair[0], pair[1]) < 0)
            .count();
  }
}
