package org.flatsearch.experiments.search;

/**
 * What counts as no distance between the replay of a schedule and a bound that the closed form
 * proved. The walker rounds each duration up to whole ticks, so it can be a little above a bound
 * that the schedule reaches.
 */
public final class ReplayRounding {
  private static final double RELATIVE = 1e-8;

  private ReplayRounding() {}

  /** Whether a value is above a bound by more than rounding. */
  public static boolean isAbove(double value, double bound) {
    return value > bound * (1 + RELATIVE);
  }

  /** Whether a gap, as a fraction of the bound, comes from rounding. */
  public static boolean explains(double gap) {
    return gap < RELATIVE;
  }
}
