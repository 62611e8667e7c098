package org.flatsearch.goal;

import java.math.BigDecimal;
import java.math.MathContext;
import org.flatsearch.json.InvalidInputException;

/**
 * How far apart two values of a metric may lie and still count as equal.
 *
 * <p>Without a tolerance, values are compared to twelve digits ({@link Rounding}). With a tolerance
 * t the positive numbers are cut into steps, [(1+t)^n, (1+t)^(n+1)) for whole n, and values in the
 * same step are equal. So the best point does not depend on the order in which points are visited,
 * as it would with "equal if less than t apart"; and a point that is proven best is less than t
 * above the least value.
 */
public final class Tolerance {
  /** Values are equal in twelve digits, or they differ. */
  public static final Tolerance NONE = new Tolerance(0);

  /** What users take for equal: 0.1%. */
  public static final Tolerance DEFAULT = new Tolerance(0.001);

  /** Values that are closer than this, relatively, are equal in twelve digits anyway. */
  private static final double LEAST = 1e-11;

  private final double relative;

  /** The logarithm of the ratio of one step to the next. */
  private final double step;

  private Tolerance(double relative) {
    this.relative = relative;
    step = StrictMath.log1p(relative);
  }

  /**
   * The tolerance whose steps each end {@code relative} above their start; {@link #NONE} if that is
   * less than twelve digits can distinguish.
   *
   * @throws IllegalArgumentException unless {@code relative} is from 0 to 1
   */
  public static Tolerance of(double relative) {
    if (!(relative >= 0 && relative <= 1)) {
      throw new IllegalArgumentException("a tolerance must be from 0 to 1, not " + relative);
    }
    return relative < LEAST ? NONE : new Tolerance(relative);
  }

  /**
   * The tolerance that a user writes, such as {@code 0.1%}, or {@code 0} for {@link #NONE}.
   *
   * @throws InvalidInputException unless it is 0 or a percentage from 0% to 100%
   */
  public static Tolerance parse(String percentage) {
    if (percentage.equals("0")) {
      return NONE;
    }
    if (percentage.matches("[0-9.]+%")) {
      try {
        BigDecimal percent = new BigDecimal(percentage.replace("%", ""));
        return of(percent.movePointLeft(2).doubleValue());
      } catch (IllegalArgumentException e) {
        // Not a number, or too large: the message below covers this.
      }
    }
    throw new InvalidInputException(
        "must be a percentage from 0% to 100%, such as 1%, found \"" + percentage + "\".");
  }

  /** How far the end of a step lies above its start, relatively; 0 if there are no steps. */
  public double relative() {
    return relative;
  }

  /** Compares two values of a metric. */
  public int compare(double a, double b) {
    if (relative == 0 || a == b || !hasStep(a) || !hasStep(b)) {
      return Rounding.compare(a, b);
    }
    double larger = Math.max(a, b);
    double smaller = Math.min(a, b);
    if (larger > smaller * (1 + 2 * relative)) {
      return Double.compare(a, b);
    }
    return Double.compare(step(a), step(b));
  }

  /** The least value that is equal to {@code value} within the tolerance. */
  public double floor(double value) {
    if (relative == 0 || !hasStep(value)) {
      return value;
    }
    double index = step(value);
    double floor = Math.min(value, StrictMath.exp(index * step));
    // Rounding may have put it into the step before, or some hundred doubles into this one. In
    // the second case, a bound there would exceed values equal to it: more than is proven.
    while (step(floor) < index) {
      floor = Math.nextUp(floor);
    }
    while (step(Math.nextDown(floor)) == index) {
      floor = Math.nextDown(floor);
    }
    return floor;
  }

  /** A value less than {@code value} and than all that are equal to it within the tolerance. */
  public double below(double value) {
    return Rounding.below(floor(value));
  }

  private static boolean hasStep(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  private double step(double value) {
    return Math.floor(StrictMath.log(value) / step);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tolerance tolerance && tolerance.relative == relative;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(relative);
  }

  /** The percentage, in six digits at most, such as {@code 0.1%}. */
  @Override
  public String toString() {
    return new BigDecimal(100 * relative)
            .round(new MathContext(6))
            .stripTrailingZeros()
            .toPlainString()
        + "%";
  }
}
