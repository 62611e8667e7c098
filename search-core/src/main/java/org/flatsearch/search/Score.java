package org.flatsearch.search;

/**
 * How good one point is: its violation, then its objective values, most important first. Mutable,
 * so that a strategy can reuse it.
 */
public final class Score {
  /** 0 if the point is feasible, else positive; the smaller, the closer to feasible. */
  public double violation;

  /** The objective values, in the order of the objective. */
  public final double[] values;

  /** A score for {@code size} objectives, worse than any other until it is set. */
  public Score(int size) {
    values = new double[size];
    reset();
  }

  /** Makes this worse than any score of a point. */
  public void reset() {
    violation = Double.POSITIVE_INFINITY;
    java.util.Arrays.fill(values, Double.POSITIVE_INFINITY);
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
   * Feasible before infeasible, infeasible by violation, feasible lexicographically by the
   * objective values after rounding ({@link Rounding}).
   *
   * @return negative if this is better than {@code other}, 0 if equal, positive if worse
   */
  public int compareTo(Score other) {
    if (violation > 0 || other.violation > 0) {
      return Double.compare(violation, other.violation);
    }
    return compareValues(values, other.values);
  }

  /** Lexicographic comparison of objective values after rounding. */
  public static int compareValues(double[] a, double[] b) {
    for (int k = 0; k < a.length; k++) {
      int order = Rounding.compare(a[k], b[k]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
