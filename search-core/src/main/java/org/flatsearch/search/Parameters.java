package org.flatsearch.search;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.ShownText;

/**
 * Parameters of a strategy, by name, as text. A strategy reads each with its default; {@link
 * #requireKnown} refuses unknown ones.
 */
public final class Parameters {
  /** No parameters: every default. */
  public static final Parameters NONE = new Parameters(Map.of());

  private final Map<String, String> values;

  /**
   * The parameters with these values.
   *
   * @throws NullPointerException if a name or a value is null: leave out what is to have its
   *     default
   * @throws InvalidParameterException if one has characters that no result that states it could be
   *     read back with
   */
  public Parameters(Map<String, String> values) {
    values.forEach(
        (name, value) -> {
          Objects.requireNonNull(name, "the name of a parameter is null");
          Objects.requireNonNull(value, () -> "parameter '" + name + "' is null");
          if (!ShownText.isPlain(name) || !ShownText.isPlain(value)) {
            throw new InvalidParameterException(
                name,
                "parameter '"
                    + ShownText.line(name)
                    + "' must be a line of visible characters, as must its value");
          }
        });
    this.values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** All parameters, in the order of their names. */
  public Map<String, String> values() {
    return values;
  }

  /**
   * The integer parameter {@code name}.
   *
   * @throws InvalidParameterException if it is not a whole number from {@code min} to {@code max}
   */
  public int integer(String name, int byDefault, int min, int max) {
    String text = values.get(name);
    if (text == null) {
      return byDefault;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the message, which covers this too
    }
    throw outside(name, text, "a whole number from " + min + " to " + max);
  }

  /**
   * The real parameter {@code name}.
   *
   * @throws InvalidParameterException if it is not a number from {@code min} to {@code max}
   */
  public double real(String name, double byDefault, double min, double max) {
    String text = values.get(name);
    if (text == null) {
      return byDefault;
    }
    try {
      // Double.parseDouble would also take what only Java means by a number, such as 1d.
      double value = new BigDecimal(text).doubleValue();
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the message, which covers this too
    }
    throw outside(name, text, "a number from " + min + " to " + max);
  }

  private static InvalidParameterException outside(String name, String text, String wanted) {
    return new InvalidParameterException(
        name, "parameter '" + name + "' is '" + text + "' but must be " + wanted);
  }

  /**
   * Refuses parameters that the strategy does not have.
   *
   * @throws InvalidParameterException naming the unknown one and the known ones
   */
  public void requireKnown(Set<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        String advice =
            known.isEmpty()
                ? "This strategy has none."
                : NearestNames.advice(name, new TreeSet<>(known));
        throw new InvalidParameterException(
            name, "unknown parameter '%s'. %s".formatted(name, advice));
      }
    }
  }
}
