package org.flatsearch.experiments.tiles;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.flatsearch.json.StrictJson;

/** The table as a JSON document, a line for each shape. */
final class JsonTable extends TableWriter {
  private boolean isFirst = true;

  JsonTable(TileSearch search, Consumer<String> out) {
    super(search, out);
  }

  @Override
  void begin() {
    ObjectNode head = StrictJson.newObject();
    head.put("schemaVersion", 1);
    ArrayNode note = head.putArray("note");
    TableNote.of(search).forEach(note::add);
    head.put("chip", search.chip().name());
    head.put("kernel", search.kernel().name());
    String text = head.toString();
    write(text.substring(0, text.length() - 1) + ",\"shapes\":[");
  }

  @Override
  void add(ShapeTiles tiles) {
    write((isFirst ? "\n" : ",\n") + tiles.toJson());
    isFirst = false;
  }

  @Override
  void end() {
    write("\n]}\n");
  }
}
