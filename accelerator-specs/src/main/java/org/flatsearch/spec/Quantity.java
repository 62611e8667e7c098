package org.flatsearch.spec;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities as people write them: {@code 512KiB}, {@code 50 GiB/s}, {@code 940MHz}, {@code
 * 32pJ/B}.
 */
final class Quantity {

  private static final Pattern SHAPE =
      Pattern.compile(
          "([+-]?\\d{1,30}(?:\\.\\d{1,30})?(?:[eE][+-]?\\d{1,3})?) ?(\\p{L}[\\p{L}/]*)");

  private static final Map<String, BigDecimal> DECIMAL =
      Map.ofEntries(
          Map.entry("", BigDecimal.ONE),
          Map.entry("f", power(-15)),
          Map.entry("p", power(-12)),
          Map.entry("n", power(-9)),
          Map.entry("u", power(-6)),
          Map.entry("\u00B5", power(-6)), // micro sign
          Map.entry("\u03BC", power(-6)), // Greek small mu
          Map.entry("m", power(-3)),
          Map.entry("k", power(3)),
          Map.entry("M", power(6)),
          Map.entry("G", power(9)),
          Map.entry("T", power(12)),
          Map.entry("P", power(15)));

  private static final Map<String, BigDecimal> BINARY =
      Map.of(
          "Ki", new BigDecimal(1L << 10),
          "Mi", new BigDecimal(1L << 20),
          "Gi", new BigDecimal(1L << 30),
          "Ti", new BigDecimal(1L << 40),
          "Pi", new BigDecimal(1L << 50));

  private static final BigDecimal BITS_PER_BYTE = BigDecimal.valueOf(8);

  private Quantity() {}

  /** The exact value in the base unit, or nothing if the text is no quantity in that unit. */
  static Optional<BigDecimal> parse(String text, Unit unit) {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(shape.group(1));
    String suffix = shape.group(2);
    for (String symbol : unit.symbols()) {
      if (suffix.endsWith(symbol)) {
        BigDecimal scale = factor(suffix.substring(0, suffix.length() - symbol.length()), unit);
        if (scale != null) {
          BigDecimal value = number.multiply(scale);
          return Optional.of(symbol.endsWith("/bit") ? value.multiply(BITS_PER_BYTE) : value);
        }
      }
    }
    return Optional.empty();
  }

  private static BigDecimal factor(String prefix, Unit unit) {
    BigDecimal decimal = DECIMAL.get(prefix);
    return decimal == null && unit.acceptsBinaryPrefixes() ? BINARY.get(prefix) : decimal;
  }

  private static BigDecimal power(int exponent) {
    return BigDecimal.ONE.scaleByPowerOfTen(exponent);
  }
}
