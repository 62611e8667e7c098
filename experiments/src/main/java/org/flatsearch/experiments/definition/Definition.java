package org.flatsearch.experiments.definition;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * An experiment definition, read and checked.
 *
 * @param name the name of the experiment, and of its folder
 * @param outline what reports need of it
 * @param searches the matrices of runs
 * @param origin the file that it was read from
 * @param text the text of that file
 */
public record Definition(
    String name, Outline outline, List<SearchMatrix> searches, String origin, String text) {
  public Definition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(outline, "outline");
    searches = List.copyOf(searches);
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(text, "text");
  }

  /** The SHA-256 of the text, in hexadecimal. */
  public String hash() {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
