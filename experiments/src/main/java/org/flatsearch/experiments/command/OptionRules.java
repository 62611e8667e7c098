package org.flatsearch.experiments.command;

import org.flatsearch.json.InvalidInputException;

/** Checks the values of options that are numbers; null stands for an option that is not given. */
public final class OptionRules {
  private OptionRules() {}

  /** Refuses a whole number that is less than {@code least}. */
  public static void requireAtLeast(String option, Number value, long least) {
    if (value != null && value.longValue() < least) {
      throw new InvalidInputException(
          option + ": must be a whole number of at least " + least + ", found " + value + ".");
    }
  }

  /** Refuses a number of seconds that is not above 0 and finite. */
  static void requireSeconds(Double value) {
    if (value != null && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "--seconds: must be a number greater than 0, found " + value + ".");
    }
  }
}
