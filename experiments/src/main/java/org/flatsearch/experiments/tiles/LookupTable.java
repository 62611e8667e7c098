package org.flatsearch.experiments.tiles;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.flatsearch.experiments.kernel.KernelSearch.Choice;

/**
 * Python with a dictionary that a kernel looks its blocks up in. Its keys say less than a shape:
 * lengths are rounded, or left out. Where several shapes have one key, it has the blocks of the one
 * that takes longest.
 */
abstract class LookupTable extends TableWriter {
  /** An entry, and how long its shape takes. */
  private record Entry(String value, double seconds) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  LookupTable(TileSearch search, Consumer<String> out) {
    super(search, out);
  }

  /** The first of a shape's choices that the table can have. */
  abstract Optional<Choice> choice(ShapeTiles tiles);

  /** The key of a shape, as Python. */
  abstract String key(ShapeTiles tiles);

  /** The value of a choice, as Python. */
  abstract String value(ShapeTiles tiles, Map<String, Integer> blocks);

  @Override
  void begin() {
    note("# ");
    write("# Where shapes share a key, it has the blocks of the one that takes longest.\n");
  }

  @Override
  void add(ShapeTiles tiles) {
    Optional<Choice> choice = choice(tiles);
    if (choice.isEmpty()) {
      String reason =
          tiles.choices().isEmpty() ? tiles.reason() : "no blocks found are what the table takes";
      write("# none for " + key(tiles) + ": " + reason + "\n");
      return;
    }
    double seconds = choice.get().seconds();
    String key = key(tiles);
    Entry known = entries.get(key);
    if (known == null || known.seconds() < seconds) {
      entries.put(key, new Entry(value(tiles, choice.get().parameters()), seconds));
    }
  }

  /** Writes all entries, one a line. */
  final void entries(String indent) {
    entries.forEach((key, entry) -> write(indent + key + ": " + entry.value() + ",\n"));
  }
}
