package org.flatsearch.experiments.run;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

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
    return bestAndBound.entrySet().stream()
        .filter(of -> of.getValue()[1] > 0 && of.getValue()[0] < Double.POSITIVE_INFINITY)
        .mapToDouble(of -> compare(of) <= 0 ? 0 : of.getValue()[0] / of.getValue()[1] - 1)
        .max();
  }

  /** Problems of which something below a proven lower bound was found. */
  int wrongProofs() {
    return (int) bestAndBound.entrySet().stream().filter(of -> compare(of) < 0).count();
  }

  private static int compare(Map.Entry<ProblemKey, double[]> of) {
    return of.getKey().objective().tolerance().compare(of.getValue()[0], of.getValue()[1]);
  }
}
