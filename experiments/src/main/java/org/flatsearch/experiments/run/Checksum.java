package org.flatsearch.experiments.run;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The last field of an object in a file of results, {@code crc32c}: the CRC-32C (Castagnoli) of the
 * text before it, in UTF-8. It finds every single bit that a disk or a memory has flipped, and
 * figures that were edited.
 */
public final class Checksum {
  private static final String FIELD = "\"crc32c\": \"";

  private Checksum() {}

  /** The text of an object with its checksum. */
  public static String add(String object) {
    int end = object.lastIndexOf('}');
    String body = object.substring(0, end).stripTrailing();
    String lineFeed = object.substring(body.length(), end);
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    String field = FIELD + "%08x\"".formatted(crc.getValue());
    return body
        + (lineFeed.isEmpty() ? "," + field.replace(" ", "") : "," + lineFeed + "  " + field)
        + object.substring(body.length());
  }

  /** The text of an object without its checksum; empty if that is not there or not its own. */
  public static Optional<String> remove(String text) {
    int at = text.lastIndexOf(",", text.lastIndexOf(FIELD.substring(0, FIELD.indexOf(':'))));
    int end = text.lastIndexOf('"') + 1;
    return Optional.of(at)
        .filter(comma -> comma > 0 && comma < end)
        .map(comma -> text.substring(0, comma) + text.substring(end))
        .filter(object -> object.contains("}") && add(object).equals(text));
  }
}
