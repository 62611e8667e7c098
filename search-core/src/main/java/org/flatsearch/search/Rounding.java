package org.flatsearch.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Objective values are rounded to 12 significant digits before they are compared, so that the order
 * in which a sum was added up cannot decide what is best.
 */
public final class Rounding {
  /** Significant digits that count. */
  public static final int DIGITS = 12;

  private static final MathContext CONTEXT = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

  /** Further apart than this, relatively, two numbers cannot round to the same. */
  private static final double SURELY_APART = 1.1e-11;

  private Rounding() {}

  /** {@code value} rounded to {@value #DIGITS} significant digits. */
  public static double round(double value) {
    if (value == 0 || Double.isInfinite(value) || Double.isNaN(value)) {
      return value;
    }
    return new BigDecimal(value).round(CONTEXT).doubleValue();
  }

  /** Compares two numbers after rounding; rounds (and allocates) only where it could matter. */
  public static int compare(double a, double b) {
    if (a == b) {
      return 0;
    }
    double difference = Math.abs(a - b);
    if (difference > SURELY_APART * Math.max(Math.abs(a), Math.abs(b))
        || difference != difference) {
      return Double.compare(a, b);
    }
    return Double.compare(round(a), round(b));
  }
}
