package org.flatsearch.experiments.search;

import org.flatsearch.goal.Tolerance;

/**
 * What counts as no distance between the replay of a schedule and a bound that the closed form
 * proved. The walker rounds each duration up to whole ticks, so it can be a little above a bound
 * that the schedule reaches.
 */
public final class ReplayRounding {
  private static final double RELATIVE = 1e-8;

  private ReplayRounding() {}

  /** Whether a value is above a bound by more than rounding, and does not tie with it. */
  public static boolean isAbove(double value, double bound, Tolerance tolerance) {
    return value > bound * (1 + RELATIVE) && tolerance.compare(value, bound) > 0;
  }
}
