package org.flatsearch.results.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Parts of exported files that are the same for every schedule: resources beside their exporter.
 */
public final class TextResource {
  private TextResource() {}

  /** The text of the resource {@code name} beside {@code exporter}. */
  public static String read(Class<?> exporter, String name) {
    try (InputStream in = exporter.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
