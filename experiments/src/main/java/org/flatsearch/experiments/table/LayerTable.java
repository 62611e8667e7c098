package org.flatsearch.experiments.table;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.Location;
import org.flatsearch.json.NearestNames;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.WordBytes;

/**
 * A table with a layer in each row: CSV without quotes, a line of column names first. It holds one
 * row at a time.
 */
public final class LayerTable {
  /** The columns of a layer. */
  public static final List<String> COLUMNS =
      List.of(
          "batch", "queries", "keys", "query_heads", "kv_heads", "query_dim", "value_dim", "mask");

  /** Bytes of a word, by the names of types. */
  private static final Map<String, Integer> TYPES =
      Map.ofEntries(
          Map.entry("bf16", 2),
          Map.entry("f16", 2),
          Map.entry("fp16", 2),
          Map.entry("bfloat16", 2),
          Map.entry("float16", 2),
          Map.entry("f32", 4),
          Map.entry("float32", 4),
          Map.entry("fp8", 1),
          Map.entry("int8", 1),
          Map.entry("float8_e4m3fn", 1),
          Map.entry("float8_e5m2", 1));

  private final String origin;
  private final List<String> header;
  private int line;
  private String[] cells;

  /**
   * @param origin what messages call the table
   * @param number the number of the line of column names, counted from 1
   * @param header that line
   */
  public LayerTable(String origin, int number, String header) {
    this.origin = origin;
    this.header = Stream.of(header.split(",", -1)).map(String::strip).toList();
    line = number;
    cells = header.split(",", -1);
  }

  /**
   * Refuses a table without some columns.
   *
   * @param advice what columns there must be
   */
  public void require(List<String> columns, String advice) {
    for (String column : columns) {
      if (!header.contains(column)) {
        throw whole().invalid("there is no column '%s'. %s".formatted(column, advice));
      }
    }
  }

  /** Takes the next row. */
  public void take(int number, String text) {
    line = number;
    cells = text.split(",", -1);
    if (cells.length != header.size()) {
      throw whole()
          .invalid(
              "there are %d cells but %d columns. Leave cells empty rather than out."
                  .formatted(cells.length, header.size()));
    }
  }

  /** The number of the row's line. */
  public int line() {
    return line;
  }

  /** Whether the table has a column. */
  public boolean isColumn(String column) {
    return header.contains(column);
  }

  /** Whether the row has something in a column that need not exist. */
  public boolean has(String column) {
    return header.contains(column) && !cell(column).isEmpty();
  }

  /** What the row has in a column. */
  public String cell(String column) {
    return cells[header.indexOf(column)].strip();
  }

  /**
   * The row's layer.
   *
   * @throws InvalidInputException naming the line and the column of what is wrong
   */
  public AttentionWorkload layer(String name, Mask mask) {
    int heads = count("query_heads");
    int keyValueHeads = count("kv_heads");
    if (heads % keyValueHeads != 0) {
      throw invalid("kv_heads", "must divide query_heads " + heads + "; use a divisor");
    }
    int batch = count("batch");
    int queries = count("queries");
    int keys = count("keys");
    int queryDim = count("query_dim");
    int valueDim = count("value_dim");
    try {
      return new AttentionWorkload(
              name, "", batch, heads, keyValueHeads, queries, keys, queryDim, valueDim, 2)
          .withMask(mask);
    } catch (InvalidInputException e) {
      throw whole().invalid(e.getMessage(), e);
    }
  }

  /** The row's layer with its words: those of Q and O in {@code dtype}, of K and V in another. */
  public AttentionWorkload typedLayer(String name) {
    double own = has("dtype") ? bytes("dtype") : 2;
    double cached = has("kv_dtype") ? bytes("kv_dtype") : own;
    AttentionWorkload layer = layer(name, mask());
    return layer.withBytes(new WordBytes(own, cached, cached, own), layer.logitBytes());
  }

  private int bytes(String column) {
    return TYPES.get(oneOf(column, TYPES.keySet().stream().sorted().toList()));
  }

  /** The row's mask; a window is one, whatever else is said. */
  public Mask mask() {
    String kind = oneOf("mask", List.of("none", "causal", "window"));
    if (kind.equals("window") && !has("window")) {
      throw invalid("mask", "has no window; add a column window with the keys that a query sees");
    }
    return has("window")
        ? Mask.window(count("window"))
        : kind.equals("none") ? Mask.NONE : Mask.CAUSAL;
  }

  /** A whole number from 1 on. */
  public int count(String column) {
    try {
      int value = Integer.parseInt(cell(column));
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // As with a number that counts nothing.
    }
    throw invalid(column, "must be a whole number from 1 to " + Integer.MAX_VALUE);
  }

  /** One of some names. */
  public String oneOf(String column, List<String> names) {
    if (!names.contains(cell(column))) {
      throw invalid(column, "is not known. " + NearestNames.advice(cell(column), names));
    }
    return cell(column);
  }

  /** An exception to throw about a cell. */
  public InvalidInputException invalid(String column, String rule) {
    String end = rule.endsWith(".") || rule.endsWith("?") ? "" : ".";
    return place(column).invalid("%s '%s' %s%s".formatted(column, cell(column), rule, end));
  }

  /** The row. */
  public Location whole() {
    return new Location(origin, "", line, 1);
  }

  /** Where the cell of a column begins, in characters of its line. */
  public Location place(String column) {
    int before = 0;
    for (int k = 0; k < header.indexOf(column); k++) {
      before += cells[k].length() + 1;
    }
    return new Location(origin, "", line, before + 1);
  }
}
