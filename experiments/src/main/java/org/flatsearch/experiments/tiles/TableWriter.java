package org.flatsearch.experiments.tiles;

import java.util.function.Consumer;

/** Writes a table shape by shape, so that it need not be held in memory. */
abstract class TableWriter {
  private final Consumer<String> out;

  /** The search whose results are written. */
  final TileSearch search;

  TableWriter(TileSearch search, Consumer<String> out) {
    this.search = search;
    this.out = out;
  }

  /** Writes what stands before the first shape. */
  abstract void begin();

  /** Writes a shape, or keeps what is needed of it. */
  abstract void add(ShapeTiles tiles);

  /** Writes what stands after the last shape. */
  abstract void end();

  /** Writes some text. */
  final void write(String text) {
    out.accept(text);
  }

  /** Writes the note, each line after a mark of comments. */
  final void note(String mark) {
    TableNote.of(search).forEach(line -> write(mark + line + "\n"));
  }
}
