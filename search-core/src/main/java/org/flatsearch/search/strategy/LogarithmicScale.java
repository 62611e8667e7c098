package org.flatsearch.search.strategy;

/**
 * Maps figures to integers that keep their order and whose differences are relative ones.
 *
 * <p>The bits of a positive double, read as an integer, grow with it: by 2^52 from one power of two
 * to the next, and linearly in between. So they are 2^52·log2 to within 0.09 octaves, exactly
 * monotone, and free. The lowest 12 bits are dropped: the resolution that remains, 2^-40 of the
 * figure, is about the 12 significant digits in which scores are compared. Thus one temperature
 * suits latencies in nanoseconds and energies in joules, and there is no scale to be chosen.
 */
public final class LogarithmicScale {
  private static final int DROPPED_BITS = 12;

  /** The difference between a figure and twice that figure. */
  public static final long OCTAVE = 1L << (52 - DROPPED_BITS);

  private static final long ONE = of(1);

  private LogarithmicScale() {}

  /** The integer for a figure, which may also be zero, negative or infinite. */
  public static long of(double figure) {
    long bits = Double.doubleToLongBits(Math.abs(figure)) >> DROPPED_BITS;
    return figure < 0 ? -bits : bits;
  }

  /** The integer for a violation: 0 for 0, and as far from there to 1 as from 1 to 3. */
  public static long fromZero(double figure) {
    return of(1 + figure) - ONE;
  }
}
