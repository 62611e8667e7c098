package org.flatsearch.experiments.run;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.flatsearch.search.Score;

/** How close an experiment in progress has come to what is proven, problem by problem. */
final class GapTracker {
  /** The best score that was found; no entry as long as nothing fits. */
  private final Map<ProblemKey, Score> found = new HashMap<>();

  /** The best score that all proofs together leave possible. */
  private final Map<ProblemKey, Score> possible = new HashMap<>();

  /** Takes note of a run. */
  void add(RunRecord run) {
    ProblemKey problem = ProblemKey.of(run);
    if (run.isFeasible()) {
      found.merge(problem, run.score(), (a, b) -> b.compareTo(a) < 0 ? b : a);
    }
    possible.merge(problem, run.bestPossible(), (a, b) -> b.compareTo(a) > 0 ? b : a);
  }

  /**
   * The gap of the best schedule to the proven lower bound, for the problem where it is largest;
   * empty as long as nothing is proven.
   */
  OptionalDouble largestGap() {
    return found.keySet().stream()
        .filter(problem -> possible.get(problem).values[0] > 0)
        .mapToDouble(this::gap)
        .max();
  }

  private double gap(ProblemKey problem) {
    double value = found.get(problem).values[0];
    double bound = possible.get(problem).values[0];
    return problem.objective().tolerance().compare(value, bound) <= 0 ? 0 : value / bound - 1;
  }

  /** The number of problems with a proof that a run refutes, as {@link CheckedProofs} has them. */
  int wrongProofs() {
    return (int)
        found.keySet().stream()
            .filter(problem -> found.get(problem).compareTo(possible.get(problem)) < 0)
            .count();
  }
}
