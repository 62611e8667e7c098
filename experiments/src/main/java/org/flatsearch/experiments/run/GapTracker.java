package org.flatsearch.experiments.run;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.flatsearch.experiments.record.CheckedProofs;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.search.Score;

/** How close an experiment in progress has come to what is proven, problem by problem. */
final class GapTracker {
  /** The best score that was found; no entry as long as nothing fits. */
  private final Map<ProblemKey, Score> found = new HashMap<>();

  /** The best score that all proofs together leave possible. */
  private final Map<ProblemKey, Score> possible = new HashMap<>();

  /**
   * How many problems have each gap. Experiments ask for the largest after each run, so looking for
   * it among all problems would take quadratic time.
   */
  private final TreeMap<Double, Integer> gaps = new TreeMap<>();

  /** Takes note of a run. */
  void add(RunRecord run) {
    ProblemKey problem = ProblemKey.of(run);
    if (hasGap(problem)) {
      gaps.computeIfPresent(gap(problem), (gap, count) -> count == 1 ? null : count - 1);
    }
    if (run.isFeasible()) {
      found.merge(problem, run.score(), (a, b) -> b.compareTo(a) < 0 ? b : a);
    }
    possible.merge(problem, run.bestPossible(), (a, b) -> b.compareTo(a) > 0 ? b : a);
    if (hasGap(problem)) {
      gaps.merge(gap(problem), 1, Integer::sum);
    }
  }

  /** Whether something is found and proven. */
  private boolean hasGap(ProblemKey problem) {
    return found.containsKey(problem) && possible.get(problem).values[0] > 0;
  }

  /**
   * The gap of the best schedule to the proven lower bound, for the problem where it is largest;
   * empty as long as nothing is proven.
   */
  OptionalDouble largestGap() {
    return gaps.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(gaps.lastKey());
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
