package org.flatsearch.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.json.JsonObjectReader;

/**
 * Where a figure stands in a document: a field of it, or of a nested object as in {@code
 * energy.macJoules}.
 *
 * @param group the field of the nested object; empty for the document itself
 * @param field the field of the figure
 */
record FigurePath(String group, String field) {
  static FigurePath of(String path) {
    int dot = path.indexOf('.');
    return new FigurePath(path.substring(0, Math.max(0, dot)), path.substring(dot + 1));
  }

  /**
   * The object that may have the field; empty if it is left out.
   *
   * @param example what the field could be, as JSON, for messages
   * @param names the paths of all figures
   */
  Optional<JsonObjectReader> holder(JsonObjectReader document, String example, List<String> names) {
    if (group.isEmpty()) {
      return Optional.of(document);
    }
    return document
        .optionalObject(group, "{ \"%s\": %s }".formatted(field, example))
        .map(holder -> holder.allowOnly(fieldsAt(group, names)));
  }

  void put(ObjectNode document, JsonNode value) {
    (group.isEmpty() ? document : document.withObjectProperty(group)).set(field, value);
  }

  /** The fields of a group; those of a document are groups too, and {@code others}. */
  static List<String> fieldsAt(String group, List<String> names, String... others) {
    List<String> fields = new ArrayList<>(List.of(others));
    names.stream()
        .map(FigurePath::of)
        .filter(path -> group.isEmpty() || path.group.equals(group))
        .map(path -> group.isEmpty() && !path.group.isEmpty() ? path.group : path.field)
        .filter(field -> !fields.contains(field))
        .forEach(fields::add);
    return fields;
  }
}
