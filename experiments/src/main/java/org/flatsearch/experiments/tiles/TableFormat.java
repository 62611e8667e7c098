package org.flatsearch.experiments.tiles;

import java.util.function.BiFunction;
import java.util.function.Consumer;

/** How a table is written. */
public enum TableFormat {
  CSV(CsvTable::new),
  JSON(JsonTable::new);

  private final BiFunction<TileSearch, Consumer<String>, TableWriter> writer;

  TableFormat(BiFunction<TileSearch, Consumer<String>, TableWriter> writer) {
    this.writer = writer;
  }

  TableWriter writer(TileSearch search, Consumer<String> out) {
    return writer.apply(search, out);
  }
}
