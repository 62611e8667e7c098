package org.flatsearch.goal;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;

/**
 * What to minimise: metrics by name, most important first. Later metrics break ties in earlier ones
 * (lexicographic order).
 *
 * @param metrics names from the metrics of the problem; not empty, no repetition
 * @param tolerance which values of a metric count as equal
 */
public record Objective(List<String> metrics, Tolerance tolerance) {
  /** Latency and, of schedules that are about as fast, energy. */
  public static final Objective DEFAULT = byDefault(List.of("latency", "energy"));

  public Objective {
    metrics = List.copyOf(metrics);
    Objects.requireNonNull(tolerance, "tolerance");
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("an objective needs at least one metric");
    }
    if (new HashSet<>(metrics).size() != metrics.size()) {
      throw new IllegalArgumentException("a metric is given twice in objective " + metrics);
    }
  }

  /**
   * The objective of a user who gives metrics only: {@link Tolerance#DEFAULT} where a further
   * metric can break ties, none for a single metric.
   */
  public static Objective byDefault(List<String> metrics) {
    return new Objective(metrics, metrics.size() > 1 ? Tolerance.DEFAULT : Tolerance.NONE);
  }

  /** The objective with these metrics and no tolerance. */
  public Objective(List<String> metrics) {
    this(metrics, Tolerance.NONE);
  }

  /** The objective with these metrics, most important first. */
  public static Objective of(String... metrics) {
    for (String metric : Objects.requireNonNull(metrics, "metrics")) {
      Objects.requireNonNull(metric, "metric");
    }
    return new Objective(List.of(metrics));
  }

  /** An objective with the same metrics and another tolerance. */
  public Objective within(Tolerance other) {
    return new Objective(metrics, other);
  }

  /**
   * Compares the values of two points lexicographically; negative if the first is better.
   *
   * @param a a value for each metric
   * @param b as many values
   */
  public int compare(double[] a, double[] b) {
    for (int k = 0; k < a.length; k++) {
      int order = tolerance.compare(a[k], b[k]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The least values that tie with these, metric by metric. */
  public double[] floor(double[] values) {
    return Arrays.stream(values).map(tolerance::floor).toArray();
  }

  /** The number of metrics. */
  public int size() {
    return metrics.size();
  }

  /**
   * The index of each metric of this objective among those of a problem.
   *
   * @param problem its name, for the message
   * @throws InvalidInputException if it lacks one
   */
  public int[] indexesIn(List<String> ofProblem, String problem) {
    int[] indexes = new int[metrics.size()];
    for (int k = 0; k < indexes.length; k++) {
      indexes[k] = ofProblem.indexOf(metrics.get(k));
      if (indexes[k] < 0) {
        throw new InvalidInputException(
            "unknown metric '%s' in the objective: problem '%s' does not have it. %s"
                .formatted(
                    metrics.get(k), problem, NearestNames.advice(metrics.get(k), ofProblem)));
      }
    }
    return indexes;
  }
}
