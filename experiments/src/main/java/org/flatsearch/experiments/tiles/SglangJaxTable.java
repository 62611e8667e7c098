package org.flatsearch.experiments.tiles;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.flatsearch.experiments.kernel.KernelSearch.Choice;
import org.flatsearch.spec.AttentionWorkload;

/** {@code tuned_block_sizes_v3.py} of sglang-jax: ragged paged attention. */
final class SglangJaxTable extends LookupTable {
  /** The name of the dictionary. */
  static final String NAME = "TUNED_BLOCK_SIZES_V3";

  /** Head dimensions are rounded up to the lanes of a TPU. */
  private static final int LANES = 128;

  SglangJaxTable(TileSearch search, Consumer<String> out) {
    super(search, out);
  }

  @Override
  Optional<Choice> choice(ShapeTiles tiles) {
    return tiles.choices().stream()
        .filter(
            choice ->
                choice.parameters().get("bkv") % search.page() == 0
                    && choice.parameters().get("bkv_c") % search.page() == 0)
        .findFirst();
  }

  @Override
  String key(ShapeTiles tiles) {
    AttentionWorkload shape = tiles.shape();
    return "(\"%s\", %s, \"%s\", \"%s\", %d, %d, %d, %d, %d)"
        .formatted(
            stage(shape),
            ShapeTiles.window(shape.mask()).map(Object::toString).orElse("None"),
            ShapeTiles.type(shape.bytes().q()),
            ShapeTiles.type(shape.bytes().k()),
            powerOfTwo(shape.queryHeads()),
            powerOfTwo(shape.keyValueHeads()),
            (shape.queryDim() + LANES - 1) / LANES * LANES,
            search.page(),
            powerOfTwo((long) shape.batch() * shape.queryLength()));
  }

  /** Decode, prefill, or queries that see keys of earlier ones. */
  private static String stage(AttentionWorkload shape) {
    return shape.queryLength() == 1 ? "d" : shape.queryLength() == shape.keyLength() ? "p" : "m";
  }

  private static long powerOfTwo(long value) {
    long highest = Long.highestOneBit(value);
    return highest == value ? value : 2 * highest;
  }

  @Override
  String value(ShapeTiles tiles, Map<String, Integer> blocks) {
    return "(%d, %d, %d, %d)"
        .formatted(blocks.get("bq"), blocks.get("bkv"), blocks.get("bq_c"), blocks.get("bkv_c"));
  }

  @Override
  void end() {
    write(NAME + " = {\n    \"" + Devices.ofTables(search.chip()) + "\": {\n");
    entries("        ");
    write("    },\n}\n");
  }
}
