package org.flatsearch.experiments.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.flatsearch.experiments.definition.Run;

/** How long runs take, learnt from those of the same kind that are done. */
final class Pace {
  private final Map<List<Object>, Mean> kinds = new HashMap<>();
  private final int fewest;

  /**
   * @param fewest how many runs of a kind have to be done before something is known of it
   */
  Pace(int fewest) {
    this.fewest = fewest;
  }

  private static final class Mean {
    double sum;
    long count;
  }

  /** Takes note of a run. */
  void learn(Run run, double seconds) {
    Mean mean = kinds.computeIfAbsent(run.kind(), key -> new Mean());
    mean.sum += seconds;
    mean.count++;
  }

  /** How long a run will take, in seconds; empty as long as too few of its kind are done. */
  OptionalDouble seconds(Run run) {
    Mean mean = kinds.get(run.kind());
    return mean == null || mean.count < fewest
        ? OptionalDouble.empty()
        : OptionalDouble.of(mean.sum / mean.count);
  }
}
