package org.flatsearch.experiments.tiles;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.flatsearch.spec.AttentionWorkload;

/** Settings of MaxText as YAML: a document for each shape, as a run of MaxText has one. */
final class MaxTextTable extends TableWriter {
  MaxTextTable(TileSearch search, Consumer<String> out) {
    super(search, out);
  }

  @Override
  void begin() {
    note("# ");
  }

  @Override
  void add(ShapeTiles tiles) {
    AttentionWorkload shape = tiles.shape();
    write(
        "---\n# batch %d, %d/%d heads of %d/%d, %d queries, %d keys, mask %s: "
            .formatted(
                shape.batch(),
                shape.queryHeads(),
                shape.keyValueHeads(),
                shape.queryDim(),
                shape.valueDim(),
                shape.queryLength(),
                shape.keyLength(),
                shape.mask()));
    if (tiles.choices().isEmpty()) {
      write("no blocks; " + tiles.reason() + "\n{}\n");
      return;
    }
    Map<String, Integer> blocks = tiles.choices().get(0).parameters();
    write(
        String.format(Locale.ROOT, "%.4g ms%n", 1000 * tiles.choices().get(0).seconds())
            .replace("\r", ""));
    String prefix = ShapeTiles.window(shape.mask()).isPresent() ? "local_sa_" : "sa_";
    for (String name : new String[] {"block_q", "block_kv", "block_kv_compute"}) {
      write(prefix + name + ": " + blocks.get(name) + "\n");
    }
  }

  @Override
  void end() {
    // The last shape is the end.
  }
}
