package org.flatsearch.search;

import java.util.Arrays;
import org.flatsearch.goal.Objective;

/**
 * The quality of one point: its violation, then its objective values, most important first.
 * Mutable, so that a strategy can reuse it.
 */
public final class Score {
  /** 0 if the point is feasible, else positive: the smaller, the closer to feasible. */
  public double violation;

  /** The objective values, in the order of the objective. */
  public final double[] values;

  private final Objective objective;

  /** A score for {@code objective}, worse than any other until it is set. */
  public Score(Objective objective) {
    this.objective = objective;
    values = new double[objective.size()];
    reset();
  }

  /** A copy of {@code other}. */
  public Score(Score other) {
    this(other.objective);
    set(other);
  }

  /** Makes this worse than any score of a point. */
  public void reset() {
    violation = Double.POSITIVE_INFINITY;
    Arrays.fill(values, Double.POSITIVE_INFINITY);
  }

  /** Whether the point breaks no capacity. */
  public boolean isFeasible() {
    return violation == 0;
  }

  /** Makes this equal to {@code other}. */
  public void set(Score other) {
    violation = other.violation;
    System.arraycopy(other.values, 0, values, 0, values.length);
  }

  /**
   * Makes this the score of a point with these figures.
   *
   * @param metrics the figures by metric
   * @param indexes which of them are the objective values ({@link Objective#indexesIn})
   * @throws IllegalArgumentException if these are not as many as the metrics of the objective
   */
  public void set(double violation, double[] metrics, int[] indexes) {
    if (indexes.length != values.length) {
      throw new IllegalArgumentException(
          ("a score for %s can't be that of a search with an objective of %s metrics; create it"
                  + " with SearchRun.objective()")
              .formatted(objective.metrics(), indexes.length));
    }
    this.violation = violation;
    for (int k = 0; k < values.length; k++) {
      values[k] = metrics[indexes[k]];
    }
  }

  /**
   * Compares feasible points lexicographically by their objective values ({@link
   * Objective#compare}) and infeasible ones by their violation; any feasible point is better than
   * any infeasible one.
   *
   * @return negative if this is better than {@code other}, 0 if equal, positive if worse
   */
  public int compareTo(Score other) {
    if (violation > 0 || other.violation > 0) {
      return Double.compare(violation, other.violation);
    }
    return objective.compare(values, other.values);
  }
}
