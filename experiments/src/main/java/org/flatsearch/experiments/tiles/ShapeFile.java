package org.flatsearch.experiments.tiles;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.flatsearch.experiments.table.LayerTable;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.AttentionWorkload;

/** Reads shapes from CSV; empty lines and those that begin with # are skipped. */
public final class ShapeFile {
  /** What messages call a layer of which only the shape is known. */
  public static final String NAME = "shape";

  /** The largest table, some million shapes. */
  private static final int MOST_BYTES = 1 << 26;

  private static final String ADVICE =
      "A table of shapes has the columns %s; window, dtype and kv_dtype need not be there."
          .formatted(String.join(", ", LayerTable.COLUMNS));

  private ShapeFile() {}

  /**
   * Adds the shapes of a file, each once.
   *
   * @throws InvalidInputException naming the line, the column and the rule of what is wrong
   */
  public static void read(Path file, Set<AttentionWorkload> into) {
    each(file, LayerTable.COLUMNS, ADVICE, row -> into.add(row.typedLayer(NAME)));
    if (into.isEmpty()) {
      throw new InvalidInputException(file + ": the table has no rows. Add a line for each shape.");
    }
  }

  /**
   * Refuses a workload whose words no table can name.
   *
   * @throws InvalidInputException if their size is not 1, 2 or 4 bytes
   */
  public static void requireNamedTypes(AttentionWorkload workload, String name) {
    if (!ShapeTiles.hasNamedTypes(workload)) {
      throw new InvalidInputException(
          "--workload '%s': words of Q, K and V must have 1, 2 or 4 bytes, and K and V the same, as tables name their type; take another workload."
              .formatted(name));
    }
  }

  /** Reads a table row by row. */
  static void each(Path file, List<String> columns, String advice, Consumer<LayerTable> each) {
    LayerTable table = null;
    int number = 0;
    for (String line : StrictJson.readText(file, MOST_BYTES).lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (table == null) {
        table = new LayerTable(file.toString(), number, line);
        table.require(columns, advice);
      } else {
        table.take(number, line);
        each.accept(table);
      }
    }
    if (table == null) {
      throw new InvalidInputException(file + ": there is no line of column names. " + advice);
    }
  }
}
