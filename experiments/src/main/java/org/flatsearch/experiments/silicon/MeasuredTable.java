package org.flatsearch.experiments.silicon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.Location;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;

/** Reads tables of measured kernels: CSV without quotes, a line of column names first. */
final class MeasuredTable {
  private static final List<String> COLUMNS =
      List.of(
          "chip",
          "kernel",
          "dtype",
          "batch",
          "queries",
          "keys",
          "query_heads",
          "kv_heads",
          "query_dim",
          "value_dim",
          "mask",
          "milliseconds");

  /** What else rows of one sweep have in common, where a table has it. */
  private static final List<String> OF_SHAPE =
      List.of("source", "skips_masked_tiles", "window", "layout", "qk_norm");

  /** Of words of 16 bits, which is what the figures of accelerators are for. */
  private static final List<String> TYPES = List.of("bf16", "f16", "fp16", "bfloat16", "float16");

  /** The largest table, some 160,000 kernels: with more, reading takes seconds and gigabytes. */
  private static final int MOST_BYTES = 1 << 24;

  private final String origin;
  private final List<String> header;
  private final List<Kernel> kernels;
  private final Map<String, Accelerator> chips = new HashMap<>();

  // The line that is being read.
  private int line = 1;
  private String[] cells;

  private MeasuredTable(String origin, String header, List<Kernel> kernels) {
    this.origin = origin;
    this.kernels = kernels;
    this.header = Stream.of(header.split(",", -1)).map(String::strip).toList();
    cells = header.split(",", -1);
    for (String column : COLUMNS) {
      if (!this.header.contains(column)) {
        throw new Location(origin, "", 1, 1)
            .invalid(
                "there is no column '%s'. A table has the columns %s, and the kernel's parameters such as block_q and block_kv."
                    .formatted(column, String.join(", ", COLUMNS)));
      }
    }
  }

  /**
   * Reads a table.
   *
   * @param kernel the kernel whose rows are read; empty for those of all kernels that ship
   * @throws InvalidInputException naming the line and the column of what is wrong
   */
  static List<MeasuredRow> read(Path file, Optional<Kernel> kernel) {
    List<String> lines = StrictJson.readText(file, MOST_BYTES).lines().toList();
    MeasuredTable table =
        new MeasuredTable(
            file.toString(),
            lines.isEmpty() ? "" : lines.get(0),
            kernel.map(List::of).orElseGet(Kernel::all));
    List<MeasuredRow> rows = new ArrayList<>();
    for (int k = 1; k < lines.size(); k++) {
      if (!lines.get(k).isBlank()) {
        table.take(k + 1, lines.get(k));
        if (kernel.isEmpty() || table.kernel().isPresent()) {
          rows.add(table.row());
        }
      }
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(
          file
              + ": the table has no rows%s. Add a line for each measured kernel."
                  .formatted(kernel.map(each -> " of '" + each.name() + "'").orElse("")));
    }
    return rows;
  }

  private void take(int number, String text) {
    line = number;
    cells = text.split(",", -1);
    if (cells.length != header.size()) {
      throw new Location(origin, "", line, 1)
          .invalid(
              "there are %d cells but %d columns. Leave cells empty rather than out."
                  .formatted(cells.length, header.size()));
    }
  }

  private MeasuredRow row() {
    Accelerator chip = chip();
    Kernel kernel =
        kernel()
            .orElseThrow(
                () ->
                    invalid(
                        "kernel",
                        "is not known. "
                            + NearestNames.advice(
                                cell("kernel"), kernels.stream().map(Kernel::name).toList())));
    oneOf("dtype", TYPES);
    MeasuredRow row =
        new MeasuredRow(
            line,
            chip,
            workload(),
            kernel,
            parameters(kernel),
            shape(chip, kernel),
            milliseconds() / 1000);
    try {
      row.variant();
    } catch (InvalidInputException e) {
      throw new Location(origin, "", line, 1).invalid(e.getMessage(), e);
    }
    return row;
  }

  /** The kernel of a row; empty if it is none of those that are wanted. */
  private Optional<Kernel> kernel() {
    String name = cell("kernel");
    return kernels.stream()
        .filter(each -> each.name().equals(name) || each.aliases().contains(name))
        .findFirst();
  }

  /** A chip by its name or file, or as its owner spells it: {@code NVIDIA A100-SXM4-80GB}. */
  private Accelerator chip() {
    String name = cell("chip");
    String plain = plain(name);
    Optional<String> contained =
        SpecCatalogue.isFile(name)
            ? Optional.empty()
            : SpecCatalogue.acceleratorNames().stream()
                .filter(each -> plain.contains(plain(each)))
                .max(Comparator.comparing(String::length));
    boolean isShipped = SpecCatalogue.acceleratorNames().contains(name);
    try {
      return chips.computeIfAbsent(
          isShipped ? name : contained.orElse(name), SpecCatalogue::accelerator);
    } catch (InvalidInputException e) {
      throw place("chip").invalid("chip: " + e.getMessage(), e);
    }
  }

  /** Words in lower case, each between hyphens. */
  private static String plain(String name) {
    return "-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-";
  }

  private String shape(Accelerator chip, Kernel kernel) {
    StringBuilder shape = new StringBuilder(chip.name() + " " + kernel.name());
    for (String column : COLUMNS.subList(2, COLUMNS.size() - 1)) {
      shape.append(' ').append(cell(column));
    }
    for (String column : OF_SHAPE) {
      shape.append(' ').append(header.contains(column) ? cell(column) : "");
    }
    return shape.toString().strip();
  }

  /** The parameters that the table has a value for; {@code num_stages} is {@code stages}. */
  private Map<String, Integer> parameters(Kernel kernel) {
    Map<String, Integer> parameters = new LinkedHashMap<>();
    for (String name : kernel.parameters().keySet()) {
      Optional<String> column =
          Stream.of(name, "num_" + name, name.replaceFirst("^num_", ""))
              .filter(header::contains)
              .filter(each -> !cell(each).isEmpty())
              .findFirst();
      if (column.isPresent()) {
        int value = count(column.get());
        requireWithin(name, value, column.get());
        parameters.put(name, value);
      }
    }
    return parameters;
  }

  private void requireWithin(String parameter, int value, String column) {
    String of = parameter.startsWith("block_q") ? "queries" : "keys";
    if (parameter.startsWith("block_") && value > count(of)) {
      throw invalid(
          column, "is larger than %s %d; a block has at most as many".formatted(of, count(of)));
    }
  }

  private AttentionWorkload workload() {
    int heads = count("query_heads");
    int keyValueHeads = count("kv_heads");
    if (heads % keyValueHeads != 0) {
      throw invalid("kv_heads", "must divide query_heads " + heads + "; use a divisor");
    }
    try {
      return new AttentionWorkload(
              "line-" + line,
              "",
              count("batch"),
              heads,
              keyValueHeads,
              count("queries"),
              count("keys"),
              count("query_dim"),
              count("value_dim"),
              2)
          .withMask(mask());
    } catch (InvalidInputException e) {
      throw e.getMessage().startsWith(origin)
          ? e
          : new Location(origin, "", line, 1).invalid(e.getMessage(), e);
    }
  }

  /** The mask; none where the kernel works on all keys and only masks. */
  private Mask mask() {
    int kind = oneOf("mask", List.of("none", "causal", "window"));
    boolean hasWindow = header.contains("window") && !cell("window").isEmpty();
    boolean works = header.contains("skips_masked_tiles") && cell("skips_masked_tiles").equals("0");
    if (works || kind == 0 && !hasWindow) {
      return Mask.NONE;
    }
    return hasWindow ? Mask.window(count("window")) : Mask.CAUSAL;
  }

  private double milliseconds() {
    try {
      double value = Double.parseDouble(cell("milliseconds"));
      if (value > 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // As with a number that is no time.
    }
    throw invalid("milliseconds", "must be a number above 0, such as 1.25");
  }

  private int count(String column) {
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

  private int oneOf(String column, List<String> names) {
    int index = names.indexOf(cell(column));
    if (index < 0) {
      throw invalid(column, "is not known. " + NearestNames.advice(cell(column), names));
    }
    return index;
  }

  private String cell(String column) {
    return cells[header.indexOf(column)].strip();
  }

  private InvalidInputException invalid(String column, String rule) {
    String end = rule.endsWith(".") || rule.endsWith("?") ? "" : ".";
    return place(column).invalid("%s '%s' %s%s".formatted(column, cell(column), rule, end));
  }

  /** Where the cell of a column begins, in characters of its line. */
  private Location place(String column) {
    int before = 0;
    for (int k = 0; k < header.indexOf(column); k++) {
      before += cells[k].length() + 1;
    }
    return new Location(origin, "", line, before + 1);
  }
}
