package org.flatsearch.experiments.tiles;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.experiments.table.LayerTable;
import org.flatsearch.experiments.tiles.PythonLiterals.Entry;
import org.flatsearch.experiments.tiles.PythonLiterals.Value;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.Location;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.WordBytes;

/**
 * Reads a table of blocks: our own as CSV or JSON, or a Python file of sglang-jax or tpu-inference
 * as it is.
 */
final class ExistingTable {
  private static final int MOST_BYTES = 1 << 26;

  private static final Map<String, Integer> TYPES =
      Map.of(
          "bfloat16",
          2,
          "float16",
          2,
          "float32",
          4,
          "float8_e4m3fn",
          1,
          "float8_e5m2",
          1,
          "int8",
          1);

  private final Path file;
  private final TileSearch search;
  private final int cachedKeys;
  private final List<TableEntry> entries = new ArrayList<>();

  private ExistingTable(Path file, TileSearch search, int cachedKeys) {
    this.file = file;
    this.search = search;
    this.cachedKeys = cachedKeys;
  }

  /**
   * The entries of a file for a kernel and a chip.
   *
   * @param cachedKeys the keys of a sequence, where a table does not say how long its cache is
   * @throws InvalidInputException if it is no such table, or one of another kernel or chip
   */
  static List<TableEntry> read(Path file, TileSearch search, int cachedKeys) {
    ExistingTable table = new ExistingTable(file, search, cachedKeys);
    String name = file.getFileName().toString();
    if (name.endsWith(".py")) {
      table.readPython();
    } else if (name.endsWith(".json")) {
      table.readJson(
          StrictJson.readLocated(StrictJson.readText(file, MOST_BYTES), file.toString()));
    } else {
      ShapeFile.each(
          file,
          LayerTable.COLUMNS,
          "A table to compare with is one that tiles wrote, or a Python file whose name ends in"
              + " .py.",
          table::add);
    }
    if (table.entries.isEmpty()) {
      throw new InvalidInputException(
          "--beside: %s has no blocks for %s.".formatted(file, search.chip().name()));
    }
    return table.entries;
  }

  private void add(LayerTable row) {
    Map<String, Integer> blocks = new LinkedHashMap<>();
    for (String parameter : search.kernel().parameters().keySet()) {
      requireParameter(parameter, row.isColumn(parameter));
      if (row.has(parameter)) {
        blocks.put(parameter, row.count(parameter));
      }
    }
    boolean isFirst = !row.has("rank") || row.count("rank") == 1;
    if (isFirst && !blocks.isEmpty()) {
      entries.add(new TableEntry(row.typedLayer(ShapeFile.NAME), blocks, row.whole()));
    }
  }

  private void requireParameter(String parameter, boolean isThere) {
    if (!isThere) {
      throw new InvalidInputException(
          "--beside: %s is a table of another kernel: it has no '%s', which kernel '%s' takes; give the kernel of the table."
              .formatted(file, parameter, search.kernel().name()));
    }
  }

  private void readJson(JsonObjectReader root) {
    root.allowOnly("schemaVersion", "note", "chip", "kernel", "shapes");
    for (JsonValueReader each : root.requiredArray("shapes", "[]")) {
      JsonObjectReader shape = each.asObject();
      Optional<List<JsonValueReader>> choices = shape.optionalArray("choices");
      if (choices.isPresent() && !choices.get().isEmpty()) {
        JsonObjectReader parameters =
            choices.get().get(0).asObject().requiredObject("parameters", "{}");
        Map<String, Integer> blocks = new LinkedHashMap<>();
        for (String name : search.kernel().parameters().keySet()) {
          requireParameter(name, parameters.has(name));
          blocks.put(name, count(parameters, name));
        }
        Mask mask =
            shape
                .optional("window")
                .map(window -> Mask.window(window.asInt(1, Integer.MAX_VALUE)))
                .orElseGet(
                    () ->
                        shape.requiredString("mask", "\"causal\"").equals("none")
                            ? Mask.NONE
                            : Mask.CAUSAL);
        AttentionWorkload layer =
            new AttentionWorkload(
                ShapeFile.NAME,
                "",
                count(shape, "batch"),
                count(shape, "queryHeads"),
                count(shape, "keyValueHeads"),
                count(shape, "queries"),
                count(shape, "keys"),
                count(shape, "queryDim"),
                count(shape, "valueDim"),
                2);
        String type = shape.requiredString("dtype", "\"bfloat16\"");
        String cached = shape.requiredString("kvDtype", "\"bfloat16\"");
        entries.add(
            new TableEntry(
                typed(layer.withMask(mask), type, cached, each.at()), blocks, each.at()));
      }
    }
  }

  private static int count(JsonObjectReader json, String field) {
    return json.required(field, "1").asInt(1, Integer.MAX_VALUE);
  }

  private void readPython() {
    PythonLiterals python =
        new PythonLiterals(file.toString(), StrictJson.readText(file, MOST_BYTES));
    Optional<Value> ragged = python.assigned(SglangJaxTable.NAME);
    if (ragged.isPresent()) {
      require("bq", "bkv", "bq_c", "bkv_c");
      String device = Devices.ofTables(search.chip());
      ragged.get().entries().stream()
          .filter(each -> each.key().text().equals(device))
          .forEach(each -> each.value().entries().forEach(this::addRagged));
      return;
    }
    Optional<Value> flash = python.assigned(TpuInferenceTable.NAME);
    if (flash.isEmpty()) {
      throw new InvalidInputException(
          "--beside: %s assigns neither %s nor %s; give a table of sglang-jax or tpu-inference."
              .formatted(file, SglangJaxTable.NAME, TpuInferenceTable.NAME));
    }
    require("block_q", "block_kv", "block_kv_compute");
    flash.get().entries().forEach(this::addFlash);
  }

  private void require(String... parameters) {
    for (String parameter : search.kernel().parameters().keySet()) {
      requireParameter(parameter, List.of(parameters).contains(parameter));
    }
  }

  /** Keys of the cache are those of the queries in a prefill; else the table says nothing. */
  private void addRagged(Entry entry) {
    List<Value> key = entry.key().elements(9);
    List<Value> value = entry.value().elements(4);
    String stage = key.get(0).text();
    int tokens = key.get(8).count();
    boolean decodes = stage.equals("d");
    int keys = stage.equals("p") ? tokens : Math.max(cachedKeys, decodes ? 1 : tokens);
    Mask mask = key.get(1).value() == null ? Mask.CAUSAL : Mask.window(key.get(1).count());
    int queryHeads = key.get(4).count();
    int headDim = key.get(6).count();
    AttentionWorkload shape =
        layer(
            entry,
            decodes ? tokens : 1,
            queryHeads,
            key.get(5).count(),
            decodes ? 1 : tokens,
            keys,
            headDim);
    Map<String, Integer> blocks = new LinkedHashMap<>();
    List<String> names = List.of("bq", "bkv", "bq_c", "bkv_c");
    for (int k = 0; k < names.size(); k++) {
      blocks.put(names.get(k), value.get(k).count());
    }
    Location at = entry.key().at();
    entries.add(
        new TableEntry(
            typed(shape.withMask(mask), key.get(2).text(), key.get(3).text(), at), blocks, at));
  }

  private void addFlash(Entry entry) {
    Map<String, Value> key =
        entry
            .key()
            .arguments(
                "batch_size",
                "num_heads",
                "q_seq_len",
                "kv_seq_len",
                "head_dim",
                "q_dtype",
                "kv_dtype");
    Map<String, Value> value =
        entry.value().arguments("block_q", "block_k_major", "block_k", "block_b");
    int heads = key.get("num_heads").count();
    AttentionWorkload shape =
        layer(
            entry,
            key.get("batch_size").count(),
            heads,
            heads,
            key.get("q_seq_len").count(),
            key.get("kv_seq_len").count(),
            key.get("head_dim").count());
    Map<String, Integer> blocks = new LinkedHashMap<>();
    blocks.put("block_q", value.get("block_q").count());
    blocks.put("block_kv", value.get("block_k_major").count());
    blocks.put("block_kv_compute", value.get("block_k").count());
    Location at = entry.key().at();
    entries.add(
        new TableEntry(
            typed(shape, key.get("q_dtype").text(), key.get("kv_dtype").text(), at), blocks, at));
  }

  private static AttentionWorkload layer(
      Entry entry, int batch, int heads, int keyValueHeads, int queries, int keys, int headDim) {
    try {
      return new AttentionWorkload(
          ShapeFile.NAME, "", batch, heads, keyValueHeads, queries, keys, headDim, headDim, 2);
    } catch (InvalidInputException | IllegalArgumentException e) {
      throw entry.key().at().invalid(e.getMessage(), e);
    }
  }

  private static AttentionWorkload typed(
      AttentionWorkload layer, String own, String cached, Location at) {
    double ownBytes = bytes(own, at);
    double cachedBytes = bytes(cached, at);
    return layer.withBytes(
        new WordBytes(ownBytes, cachedBytes, cachedBytes, ownBytes), layer.logitBytes());
  }

  private static double bytes(String type, Location at) {
    Integer bytes = TYPES.get(type);
    if (bytes == null) {
      throw at.invalid(
          "the type '%s' is not known; it must be one of %s."
              .formatted(type, String.join(", ", TYPES.keySet().stream().sorted().toList())));
    }
    return bytes;
  }
}
