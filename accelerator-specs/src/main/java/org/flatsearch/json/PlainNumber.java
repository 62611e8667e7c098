package org.flatsearch.json;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Decimal numbers as people write them, such as {@code 90}, {@code 0.5} or {@code 1e3}.
 *
 * <p>{@link Double#parseDouble} also takes what only Java means by a number: {@code 1d}, in which
 * somebody may see one day, {@code 0x1p1}, {@code NaN}.
 */
public final class PlainNumber {
  private static final Pattern SHAPE =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private PlainNumber() {}

  /** The number, or nothing if the text is none or is too large to be finite. */
  public static OptionalDouble parse(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
