package org.flatsearch.experiments.command;

import org.flatsearch.json.InvalidInputException;

/** Checks the values of options that are numbers. */
public final class OptionRules {
  private OptionRules() {}

  /**
   * Checks a whole number.
   *
   * @param value null if the option is not given
   * @throws InvalidInputException if it is less than {@code least}
   */
  public static void requireAtLeast(String option, Number value, long least) {
    if (value != null && value.longValue() < least) {
      throw new InvalidInputException(
          option + ": must be a whole number of at least " + least + ", found " + value + ".");
    }
  }

  /**
   * Checks a number of seconds.
   *
   * @param value null if the option is not given
   * @throws InvalidInputException if it is not above 0 and finite
   */
  static void requireSeconds(Double value) {
    if (value != null && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "--seconds: must be a number greater than 0, found " + value + ".");
    }
  }
}
