package org.flatsearch.experiments.tiles;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flatsearch.experiments.kernel.KernelSearch.Choice;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.AttentionWorkload;

/**
 * An {@code AutotuningResult} of Tokamax as JSON, in which predicted times are those of the
 * benchmark. Shapes that no block fits are left out.
 */
final class TokamaxTable extends TableWriter {
  private static final Map<String, String> TRITON =
      Map.of("block_kv", "block_k", "warps", "num_warps", "stages", "num_stages");

  private boolean isFirst = true;

  TokamaxTable(TileSearch search, Consumer<String> out) {
    super(search, out);
  }

  @Override
  void begin() {
    write(
        "{\"device_kind\":"
            + TextNode.valueOf(Devices.ofJax(search.chip()))
            + ",\"tokamax_version\":\"predicted, not measured\",\"data\":[");
  }

  @Override
  void add(ShapeTiles tiles) {
    if (tiles.choices().isEmpty()) {
      return;
    }
    ArrayNode entry = StrictJson.newObject().putArray("entry");
    ObjectNode call = entry.addObject();
    call.put("op", search.kernel().name().replace('-', '_'));
    call.set("arguments", arguments(tiles.shape()));
    ObjectNode results = entry.addObject();
    for (Choice choice : tiles.choices()) {
      ObjectNode benchmark = results.putObject(config(choice.parameters()).toString());
      benchmark.putArray("evaluation_times_ms").add(StrictJson.number(1000 * choice.seconds()));
      ObjectNode metadata = benchmark.putObject("metadata");
      metadata.put("model", tiles.model());
      List<String> note = TableNote.of(search);
      note.forEach(metadata.putArray("note")::add);
    }
    write((isFirst ? "\n" : ",\n") + entry);
    isFirst = false;
  }

  private ObjectNode config(Map<String, Integer> blocks) {
    Map<String, Integer> named = new LinkedHashMap<>();
    boolean isTriton = search.kernel().name().equals("triton");
    blocks.forEach(
        (name, value) -> named.put(isTriton ? TRITON.getOrDefault(name, name) : name, value));
    ObjectNode config = StrictJson.newObject();
    named.forEach(config::put);
    return config;
  }

  private static ObjectNode arguments(AttentionWorkload shape) {
    ObjectNode arguments = StrictJson.newObject();
    arguments.put(
        "q",
        tensor(
            shape.bytes().q(), shape, shape.queryLength(), shape.queryHeads(), shape.queryDim()));
    arguments.put(
        "k",
        tensor(
            shape.bytes().k(), shape, shape.keyLength(), shape.keyValueHeads(), shape.queryDim()));
    arguments.put(
        "v",
        tensor(
            shape.bytes().v(), shape, shape.keyLength(), shape.keyValueHeads(), shape.valueDim()));
    ObjectNode mask = arguments.putObject("mask");
    mask.put("is_causal", !shape.mask().isNone());
    ShapeTiles.window(shape.mask()).ifPresent(window -> mask.put("window", window));
    return arguments;
  }

  private static String tensor(
      double bytes, AttentionWorkload shape, int length, int heads, int dim) {
    String type = bytes == 1 ? "f8_e4m3fn" : bytes == 4 ? "f32" : "bf16";
    return "%s[%d,%d,%d,%d]".formatted(type, shape.batch(), length, heads, dim);
  }

  @Override
  void end() {
    write("\n]}\n");
  }
}
