package org.flatsearch.experiments.definition;

import java.util.Optional;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.Location;

/**
 * The fields of a search.
 *
 * @param own the search
 * @param inherited the definition, whose fields count if the search does not have them
 */
record Fields(JsonObjectReader own, JsonObjectReader inherited) {
  Location at() {
    return own.at();
  }

  Optional<JsonValueReader> optional(String field) {
    return own.optional(field).or(() -> inherited.optional(field));
  }

  /** Refuses a field that has no meaning in an object that has {@code field}. */
  void refuseBeside(String field, String other, String why) {
    JsonObjectReader object = own.has(field) ? own : inherited;
    if (object.has(other)) {
      throw object
          .nameAt(other)
          .invalid(
              "%s has no meaning beside %s: %s. Leave one of them out."
                  .formatted(other, field, why));
    }
  }

  JsonValueReader required(String field, String example) {
    return (own.has(field) || !inherited.has(field) ? own : inherited).required(field, example);
  }
}
