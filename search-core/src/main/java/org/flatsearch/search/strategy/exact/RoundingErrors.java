package org.flatsearch.search.strategy.exact;

import org.flatsearch.goal.Objective;
import org.flatsearch.search.Score;

/**
 * Compares bounds although they are sums of doubles. A bound adds up in another order than what it
 * bounds, and so can exceed it by a rounding error. Mostly this is lost among the twelve digits
 * that are compared. Where it is not, since the value is halfway between two numbers of twelve
 * digits, the bound looks worse than a point of the same value, whatever the metrics after it, by
 * which a point of the box may be better.
 */
final class RoundingErrors {
  /** More than rounding errors add up to, and less than twelve digits tell apart. */
  private static final double MOST = 1e-13;

  private RoundingErrors() {}

  /** Compares two scores; values that rounding errors may have moved apart are equal. */
  static int compare(Score a, Score b, Objective objective) {
    if (a.violation > 0 || b.violation > 0) {
      return a.compareTo(b);
    }
    for (int k = 0; k < a.values.length; k++) {
      int order = compare(a.values[k], b.values[k], objective);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(double a, double b, Objective objective) {
    boolean mayBeEqual = Math.abs(a - b) <= MOST * Math.min(Math.abs(a), Math.abs(b));
    return mayBeEqual ? 0 : objective.tolerance().compare(a, b);
  }

  /** The values of a bound, but where rounding errors matter, not above those of any point. */
  static double[] lowered(Score bound, Objective objective) {
    double[] values = bound.values.clone();
    for (int k = 0; k < values.length; k++) {
      double lower = values[k] - MOST * Math.abs(values[k]);
      if (objective.tolerance().compare(lower, values[k]) < 0) {
        values[k] = lower;
      }
    }
    return values;
  }
}
