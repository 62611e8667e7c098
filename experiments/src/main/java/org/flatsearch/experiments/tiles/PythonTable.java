package org.flatsearch.experiments.tiles;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flatsearch.experiments.kernel.KernelSearch.Choice;
import org.flatsearch.spec.AttentionWorkload;

/** Python with a dictionary of all shapes: what a call of the kernel takes for each. */
final class PythonTable extends TableWriter {
  private static final String KEY =
      "# Keys: batch, queries, keys, query heads, key/value heads, query and value dimension,"
          + " mask.\n";

  private final String head;
  private final Function<List<Choice>, String> value;

  private PythonTable(
      TileSearch search, Consumer<String> out, String head, Function<List<Choice>, String> value) {
    super(search, out);
    this.head = head;
    this.value = value;
  }

  /** Arguments of {@code splash_attention_kernel.BlockSizes}. */
  static PythonTable splash(TileSearch search, Consumer<String> out) {
    return new PythonTable(
        search,
        out,
        "# Use: splash_attention_kernel.BlockSizes(**BLOCK_SIZES[key])\nBLOCK_SIZES = {\n",
        choices -> dictionary(choices.get(0).parameters()));
  }

  /** Configurations for {@code triton.autotune}. */
  static PythonTable triton(TileSearch search, Consumer<String> out) {
    return new PythonTable(
        search,
        out,
        "# Use: triton.autotune(configs=CONFIGS[key], key=[...])\nimport triton\n\nCONFIGS = {\n",
        choices -> list(choices, PythonTable::config));
  }

  private static String config(Map<String, Integer> blocks) {
    return "triton.Config({\"BLOCK_M\": %d, \"BLOCK_N\": %d}, num_warps=%d, num_stages=%d)"
        .formatted(
            blocks.get("block_q"),
            blocks.get("block_kv"),
            blocks.get("warps"),
            blocks.get("stages"));
  }

  /** Options for {@code flex_attention}, whose blocks divide its sparse block of 128. */
  static PythonTable flex(TileSearch search, Consumer<String> out) {
    return new PythonTable(
        search,
        out,
        "# Use: flex_attention(..., kernel_options=KERNEL_OPTIONS[key][0])\nKERNEL_OPTIONS = {\n",
        choices -> list(choices, PythonTable::options));
  }

  private static String options(Map<String, Integer> blocks) {
    return "{\"BLOCK_M\": %d, \"BLOCK_N\": %d, \"num_warps\": %d, \"num_stages\": %d}"
        .formatted(
            blocks.get("block_q"),
            blocks.get("block_kv"),
            blocks.get("warps"),
            blocks.get("stages"));
  }

  private static String list(List<Choice> choices, Function<Map<String, Integer>, String> element) {
    return choices.stream()
        .map(choice -> element.apply(choice.parameters()))
        .collect(Collectors.joining(",\n        ", "[\n        ", ",\n    ]"));
  }

  private static String dictionary(Map<String, Integer> blocks) {
    return blocks.entrySet().stream()
        .map(each -> "\"" + each.getKey() + "\": " + each.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Override
  void begin() {
    note("# ");
    write(KEY + head);
  }

  @Override
  void add(ShapeTiles tiles) {
    AttentionWorkload shape = tiles.shape();
    String key =
        "(%d, %d, %d, %d, %d, %d, %d, \"%s\"):"
            .formatted(
                shape.batch(),
                shape.queryLength(),
                shape.keyLength(),
                shape.queryHeads(),
                shape.keyValueHeads(),
                shape.queryDim(),
                shape.valueDim(),
                shape.mask());
    write(
        tiles.choices().isEmpty()
            ? "    # " + key + " none: " + tiles.reason() + "\n"
            : "    " + key + " " + value.apply(tiles.choices()) + ",\n");
  }

  @Override
  void end() {
    write("}\n");
  }
}
