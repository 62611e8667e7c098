package org.flatsearch.experiments.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.flatsearch.experiments.definition.Run;

/** How long runs take: the mean of the finished runs of the same kind. */
final class Pace {
  private final Map<List<Object>, Mean> kinds = new HashMap<>();

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

  /** How long a run will take, in seconds; empty while none of its kind is finished. */
  OptionalDouble seconds(Run run) {
    Mean mean = kinds.get(run.kind());
    return mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean.sum / mean.count);
  }
}
