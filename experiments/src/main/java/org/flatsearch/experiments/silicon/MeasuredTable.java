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
import org.flatsearch.experiments.table.LayerTable;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;

/** Reads tables of measured kernels: CSV without quotes, a line of column names first. */
final class MeasuredTable {
  private static final List<String> COLUMNS =
      Stream.of(List.of("chip", "kernel", "dtype"), LayerTable.COLUMNS, List.of("milliseconds"))
          .flatMap(List::stream)
          .toList();

  /** What else rows of one sweep have in common, where a table has it. */
  private static final List<String> OF_SHAPE =
      List.of("source", "skips_masked_tiles", "window", "layout", "qk_norm");

  /** Of words of 16 bits, which is what the figures of accelerators are for. */
  private static final List<String> TYPES = List.of("bf16", "f16", "fp16", "bfloat16", "float16");

  /** The largest table, some 160,000 kernels: with more, reading takes seconds and gigabytes. */
  private static final int MOST_BYTES = 1 << 24;

  private final List<Kernel> kernels;
  private final Map<String, Accelerator> chips = new HashMap<>();
  private final LayerTable table;

  private MeasuredTable(String origin, String header, List<Kernel> kernels) {
    this.kernels = kernels;
    table = new LayerTable(origin, 1, header);
    table.require(
        COLUMNS,
        "A table has the columns %s, and the kernel's parameters such as block_q and block_kv."
            .formatted(String.join(", ", COLUMNS)));
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
        table.table.take(k + 1, lines.get(k));
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

  private MeasuredRow row() {
    Accelerator chip = chip();
    Kernel kernel =
        kernel()
            .orElseThrow(
                () ->
                    table.invalid(
                        "kernel",
                        "is not known. "
                            + NearestNames.advice(
                                table.cell("kernel"),
                                kernels.stream().map(Kernel::name).toList())));
    table.oneOf("dtype", TYPES);
    MeasuredRow row =
        new MeasuredRow(
            table.line(),
            chip,
            table.layer("line-" + table.line(), mask()),
            kernel,
            parameters(kernel),
            shape(chip, kernel),
            milliseconds() / 1000);
    try {
      row.variant();
    } catch (InvalidInputException e) {
      throw table.whole().invalid(e.getMessage(), e);
    }
    return row;
  }

  /** The kernel of a row; empty if it is none of those that are wanted. */
  private Optional<Kernel> kernel() {
    String name = table.cell("kernel");
    return kernels.stream()
        .filter(each -> each.name().equals(name) || each.aliases().contains(name))
        .findFirst();
  }

  /** A chip by its name or file, or as its owner spells it: {@code NVIDIA A100-SXM4-80GB}. */
  private Accelerator chip() {
    String name = table.cell("chip");
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
      throw table.place("chip").invalid("chip: " + e.getMessage(), e);
    }
  }

  /** Words in lower case, each between hyphens. */
  private static String plain(String name) {
    return "-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-";
  }

  private String shape(Accelerator chip, Kernel kernel) {
    StringBuilder shape = new StringBuilder(chip.name() + " " + kernel.name());
    for (String column : COLUMNS.subList(2, COLUMNS.size() - 1)) {
      shape.append(' ').append(table.cell(column));
    }
    for (String column : OF_SHAPE) {
      shape.append(' ').append(table.has(column) ? table.cell(column) : "");
    }
    return shape.toString().strip();
  }

  /** The parameters that the table has a value for; {@code num_stages} is {@code stages}. */
  private Map<String, Integer> parameters(Kernel kernel) {
    Map<String, Integer> parameters = new LinkedHashMap<>();
    for (String name : kernel.parameters().keySet()) {
      Optional<String> column =
          Stream.of(name, "num_" + name, name.replaceFirst("^num_", ""))
              .filter(table::has)
              .findFirst();
      if (column.isPresent()) {
        int value = table.count(column.get());
        requireWithin(name, value, column.get());
        parameters.put(name, value);
      }
    }
    return parameters;
  }

  private void requireWithin(String parameter, int value, String column) {
    String of = parameter.startsWith("block_q") ? "queries" : "keys";
    if (parameter.startsWith("block_") && value > table.count(of)) {
      throw table.invalid(
          column,
          "is larger than %s %d; a block has at most as many".formatted(of, table.count(of)));
    }
  }

  /** The mask; none where the kernel works on all keys and only masks. */
  private Mask mask() {
    Mask mask = table.mask();
    boolean works = table.has("skips_masked_tiles") && table.cell("skips_masked_tiles").equals("0");
    return works ? Mask.NONE : mask;
  }

  private double milliseconds() {
    try {
      double value = Double.parseDouble(table.cell("milliseconds"));
      if (value > 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // As with a number that is no time.
    }
    throw table.invalid("milliseconds", "must be a number above 0, such as 1.25");
  }
}
