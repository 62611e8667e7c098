package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import org.flatsearch.json.JsonObjectReader;

/**
 * The version of the cost model whose figures a document has, beside the model's name. Figures of
 * different versions can't be compared.
 */
final class ModelVersion {
  static final String FIELD = "modelVersion";

  private ModelVersion() {}

  /** Refuses a version that could be written, but not read again. */
  static void require(OptionalInt version) {
    if (version.isPresent() && version.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "the version of a model is at least 1, not " + version.getAsInt());
    }
  }

  /** Empty if the document does not have it, as those of the first programs. */
  static OptionalInt read(JsonObjectReader json) {
    return json.optional(FIELD).stream()
        .mapToInt(version -> version.asInt(1, Integer.MAX_VALUE))
        .findFirst();
  }

  /** Adds it to a document if it is known. */
  static void addTo(ObjectNode json, OptionalInt version) {
    version.ifPresent(known -> json.put(FIELD, known));
  }
}
