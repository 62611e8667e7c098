package org.flatsearch.experiments.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people: about four significant digits and a fitting unit. */
public final class Units {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  /** Powers of 1000 from 10^-15 on. */
  private static final String[] DECIMAL = {
    "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E"
  };

  private static final int ONE = 5;

  private Units() {}

  /** Bytes in powers of 1024: {@code 512 KiB}. */
  public static String bytes(double bytes) {
    double value = bytes;
    int prefix = 0;
    while (round(Math.abs(value)) >= 1024 && prefix < BINARY.length - 1) {
      value /= 1024;
      prefix++;
    }
    return digits(value) + " " + BINARY[prefix];
  }

  /** Bytes per second in powers of 1000: {@code 53.69 GB/s}. */
  public static String bytesPerSecond(double rate) {
    return Double.isInfinite(rate) ? "unlimited" : withPrefix(rate, "B/s");
  }

  /** Seconds, without prefixes for thousands: {@code 66.94 ms}, {@code 1,234 s}. */
  public static String seconds(double seconds) {
    return seconds >= 999.5 ? count(Math.round(seconds)) + " s" : withPrefix(seconds, "s");
  }

  /** Joules: {@code 645.7 mJ}. */
  public static String joules(double joules) {
    return withPrefix(joules, "J");
  }

  /** Cycles per second: {@code 940 MHz}. */
  static String hertz(double hertz) {
    return withPrefix(hertz, "Hz");
  }

  /** Any figure with a unit, in powers of 1000 from femto to exa. */
  static String withPrefix(double figure, String unit) {
    if (figure == 0 || !Double.isFinite(figure)) {
      return digits(figure) + " " + unit;
    }
    int exponent = (int) Math.floor(Math.log10(round(Math.abs(figure))));
    int prefix = Math.max(0, Math.min(DECIMAL.length - 1, ONE + Math.floorDiv(exponent, 3)));
    return digits(figure / Math.pow(1000, prefix - ONE)) + " " + DECIMAL[prefix] + unit;
  }

  /** The value of a metric of objectives, with its unit. */
  public static String metric(String metric, double value) {
    return switch (metric) {
      case "latency" -> seconds(value);
      case "energy" -> joules(value);
      case "edp" -> withPrefix(value, "J·s");
      case "traffic", "footprint" -> bytes(value);
      default -> digits(value);
    };
  }

  /** A whole number with thousands separated: {@code 1,048,576}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A number of things: {@code 1 strategy}, {@code 2 strategies}. */
  public static String plural(long count, String word) {
    String several =
        word.matches(".*[^aeiou]y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
    return count(count) + " " + (count == 1 ? word : several);
  }

  /** A fraction of 1 as a percentage: {@code 40.0%}. */
  public static String percent(double fraction) {
    return fraction > 0 && fraction < 0.0005
        ? "<0.1%"
        : String.format(Locale.ROOT, "%,.1f%%", 100 * fraction);
  }

  /** A fraction of 1 as a percentage to a hundredth, which may be negative: {@code 40.00%}. */
  public static String hundredths(double fraction) {
    return String.format(Locale.ROOT, "%,.2f%%", 100 * fraction);
  }

  /**
   * How far something is away at the most: {@code at most 1.2%}, {@code less than 0.1%}. It is
   * rounded up, or it could be further, but not because of the last digits of a double.
   */
  static String atMost(double fraction) {
    // Also for 0, as a bound alone does not say that it is reached.
    if (fraction < 0.001) {
      return "less than 0.1%";
    }
    if (Double.isInfinite(fraction)) {
      return "any percentage";
    }
    BigDecimal digits = BigDecimal.valueOf(fraction).round(new MathContext(12));
    return "at most " + percent(digits.setScale(3, RoundingMode.CEILING).doubleValue());
  }

  /**
   * How far a figure is above a lower bound, without the bound itself: {@code at most 1.2% above}.
   * Nothing is below 0, so a bound of 0 is known to be reached.
   */
  static String above(double gap, double bound) {
    return gap == 0 && bound == 0 ? "at" : atMost(gap) + " above";
  }

  /** A time that somebody waits: {@code 45 s}, {@code 12 min}, {@code 2 h 5 min}. */
  public static String duration(double seconds) {
    if (seconds < 1) {
      return "less than a second";
    }
    if (seconds < 90) {
      return Math.round(seconds) + " s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 90 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  /** How much a figure changed: {@code +12.5%}; {@code new} if there was none. */
  static String change(double value, double before) {
    if (value != before && before == 0) {
      return "new";
    }
    double percent = value == before ? 0 : 100 * (value / before - 1);
    return Math.abs(percent) < 0.05 ? "same" : String.format(Locale.ROOT, "%+,.1f%%", percent);
  }

  /** A factor: {@code 2.50×}. */
  public static String times(double factor) {
    return factor > 0 && factor < 0.005
        ? "<0.01×"
        : String.format(Locale.ROOT, factor < 100 ? "%.2f×" : "%,.0f×", factor);
  }

  /**
   * Four significant digits, three below 1, without trailing zeros after the point; very small and
   * very large values by a power of ten.
   */
  public static String digits(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "unlimited" : "-unlimited";
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 1e15 || magnitude > 0 && magnitude < 0.0005) {
      String[] parts = String.format(Locale.ROOT, "%.3e", value).split("e");
      return parts[0].replaceFirst("\\.?0+$", "") + "e" + Integer.parseInt(parts[1]);
    }
    int decimals = magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3;
    if (magnitude < 0.1 && magnitude > 0) {
      decimals = 2 - (int) Math.floor(Math.log10(magnitude));
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }

  private static double round(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.3e", value));
  }
}
