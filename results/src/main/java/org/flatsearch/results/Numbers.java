package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;

/** Lists of numbers in documents. */
final class Numbers {
  private Numbers() {}

  static List<Double> read(List<JsonValueReader> array) {
    return array.stream().map(JsonValueReader::asDouble).toList();
  }

  static ArrayNode toJson(List<Double> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> array.add(StrictJson.number(value)));
    return array;
  }
}
