package org.flatsearch.results.exchange;

import java.util.Map;
import java.util.Objects;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;

/** Formats by name, of either direction. */
final class Formats {
  private Formats() {}

  /**
   * The one of {@code formats} that is called {@code name}.
   *
   * @param direction {@code export} or {@code import}
   * @throws InvalidInputException if there is none, naming the nearest
   */
  static <T> T named(String name, Map<String, T> formats, String direction) {
    Objects.requireNonNull(name, "name");
    T format = formats.get(name);
    if (format == null) {
      throw new InvalidInputException(
          "there is no "
              + direction
              + " format '"
              + name
              + "'. "
              + NearestNames.advice(name, formats.keySet()));
    }
    return format;
  }
}
