package org.flatsearch.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;

/**
 * The document that readers are over.
 *
 * @param origin what messages call it
 * @param marks where its values stand, by their paths; empty if nobody asks for that
 */
record Source(String origin, Map<String, Mark> marks) {
  /**
   * Where a value stands.
   *
   * @param line of its name, if it is that of a field, otherwise of the value
   * @param column of the same
   * @param valueLine of the value
   * @param valueColumn of the value
   * @param text a single value as it is written; otherwise null
   */
  record Mark(int line, int column, int valueLine, int valueColumn, String text) {}

  /** A document of which only the paths are known. */
  static Source of(String origin) {
    return new Source(origin, Map.of());
  }

  /** Where a value stands; if it is missing, where the object does that lacks it. */
  Location at(String path) {
    Mark mark = marks.get(path);
    if (mark != null) {
      return new Location(origin, path, mark.valueLine, mark.valueColumn);
    }
    if (marks.isEmpty() || path.isEmpty()) {
      return new Location(origin, path, 0, 0);
    }
    Location parent = at(path.substring(0, path.lastIndexOf('/')));
    return new Location(origin, path, parent.line(), parent.column());
  }

  /** Where the name of a field stands. */
  Location nameAt(String path) {
    Mark mark = marks.get(path);
    return mark == null ? at(path) : new Location(origin, path, mark.line, mark.column);
  }

  /**
   * The path of a field: a JSON pointer, in which "~" and "/" of a name are written "~0" and "~1".
   * Control characters, which a terminal would obey, are escaped as in the document. Of a long
   * name, only the beginning is there.
   */
  static String pathOf(String object, String field) {
    String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(ShownText.of(field)));
    return object + "/" + escaped.replace("~", "~0").replace("/", "~1");
  }
}
