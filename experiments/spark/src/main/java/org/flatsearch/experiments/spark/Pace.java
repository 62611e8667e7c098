package org.flatsearch.experiments.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.flatsearch.experiments.definition.Run;

/** How long runs take: the mean of the finished runs of the same kind. */
final class Pace {
  private final Map<List<Object>, Mean> kinds = new HashMap<>();
  private final int fewest;

  /**
   * @param fewest the number of finished runs of a kind from which on its mean is known
   */
  Pace(int fewest) {
    this.fewest = fewest;
  }

  private static final class Mean {
    double sum;
    long count;
  }

  /** Takes note of how long a run took. */
  void learn(Run run, double seconds) {
    Mean mean = kinds.computeIfAbsent(run.kind(), key -> new Mean());
    mean.sum += seconds;
    mean.count++;
  }

  /** How long a run will take, in seconds; empty while too few of its kind are finished. */
  OptionalDouble seconds(Run run) {
    Mean mean = kinds.get(run.kind());
    return mean == null || mean.count < fewest
        ? OptionalDouble.empty()
        : OptionalDouble.of(mean.sum / mean.count);
  }
}
