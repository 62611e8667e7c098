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

  JsonValueReader required(String field, String example) {
    return (own.has(field) || !inherited.has(field) ? own : inherited).required(field, example);
  }
}
