package org.flatsearch.experiments.silicon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.SpecCatalogue;

/**
 * The accelerators of measured tables. Measured kernels of an H100 hold logits and sums in
 * registers and find keys and values in its L2 cache, which the shipped {@code h100}, that searches
 * and the catalogue use, does not have; so that chip has a description of its own here.
 */
final class Chips {
  private Chips() {}

  /**
   * The accelerator that a table's cell names.
   *
   * @throws org.flatsearch.json.InvalidInputException if there is none
   */
  static Accelerator named(String name) {
    if (!name.equals("h100")) {
      return SpecCatalogue.accelerator(name);
    }
    try (InputStream in = Chips.class.getResourceAsStream("h100.json")) {
      return Accelerator.fromJson(StrictJson.readBytes(in.readAllBytes(), "h100.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
