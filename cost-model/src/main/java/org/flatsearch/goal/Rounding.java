package org.flatsearch.goal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.stream.IntStream;

/**
 * Rounds objective values to 12 significant digits before they are compared, so that the order in
 * which a sum was added up cannot decide which point is best.
 */
public final class Rounding {
  /** Significant digits that count. */
  public static final int DIGITS = 12;

  private static final MathContext CONTEXT = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

  /** Two numbers that are further apart than this, relatively, cannot round to the same number. */
  private static final double SURELY_APART = 1.1e-11;

  /** The least integer with {@value #DIGITS} digits, and the least with one more. */
  private static final double LEAST = 1e11;

  private static final double TOO_LARGE = 1e12;

  /**
   * A scaled number that is this near to the middle between two integers must be rounded exactly.
   */
  private static final double NEAR_MIDDLE = 0.01;

  /** The largest power of ten by which numbers are scaled rather than rounded exactly. */
  private static final int SCALES = 60;

  private static final double[] POWERS =
      IntStream.rangeClosed(-SCALES, SCALES)
          .mapToDouble(k -> Double.parseDouble("1e" + k))
          .toArray();

  private Rounding() {}

  /** {@code value} rounded to {@value #DIGITS} significant digits. */
  public static double round(double value) {
    if (value == 0 || Double.isInfinite(value) || Double.isNaN(value)) {
      return value;
    }
    return new BigDecimal(value).round(CONTEXT).doubleValue();
  }

  /** A number that is less than {@code value} after rounding, by as little as is sure to matter. */
  static double below(double value) {
    return value - 2 * SURELY_APART * Math.max(Math.abs(value), Double.MIN_NORMAL);
  }

  /**
   * Compares two numbers after rounding.
   *
   * <p>Only numbers close to each other are rounded, mostly by scaling both to integers of {@value
   * #DIGITS} digits. Scaling is off by less than 0.001, so the result is exact unless a number is
   * near the middle between two integers.
   */
  public static int compare(double a, double b) {
    if (a == b) {
      return 0;
    }
    double difference = Math.abs(a - b);
    if (difference > SURELY_APART * Math.max(Math.abs(a), Math.abs(b))
        || difference != difference) {
      return Double.compare(a, b);
    }
    int scale = DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(a)));
    if (Math.abs(scale) <= SCALES) {
      double power = POWERS[scale + SCALES];
      double scaledA = a * power;
      double scaledB = b * power;
      if (isSurelyRounded(scaledA) && isSurelyRounded(scaledB)) {
        return Double.compare(Math.rint(scaledA), Math.rint(scaledB));
      }
    }
    return Double.compare(round(a), round(b));
  }

  /**
   * Whether a scaled number has {@value #DIGITS} digits and is not near the middle between two
   * integers.
   */
  private static boolean isSurelyRounded(double scaled) {
    double size = Math.abs(scaled);
    double offMiddle = Math.abs(size - Math.floor(size) - 0.5);
    return size >= LEAST && size < TOO_LARGE - 1 && offMiddle > NEAR_MIDDLE;
  }
}
