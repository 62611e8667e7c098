package org.flatsearch.experiments.silicon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.Location;
import org.flatsearch.json.NearestNames;
import org.flatsearch.schedule.Residency;
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
          "block_q",
          "block_kv",
          "block_kv_compute",
          "num_stages",
          "milliseconds");

  /** Of words of 16 bits, which is what the figures of accelerators are for. */
  private static final List<String> TYPES = List.of("bf16", "f16", "fp16", "bfloat16", "float16");

  private static final int DEFAULT_STAGES = 2;

  private final String origin;
  private final List<String> header;
  private final Map<String, Accelerator> chips = new HashMap<>();

  // The line that is being read.
  private int line = 1;
  private String[] cells;

  private MeasuredTable(String origin, String header) {
    this.origin = origin;
    this.header = Stream.of(header.split(",", -1)).map(String::strip).toList();
    cells = header.split(",", -1);
    for (String column : COLUMNS) {
      if (!this.header.contains(column)) {
        throw new Location(origin, "", 1, 1)
            .invalid(
                "there is no column '%s'. A table has the columns %s."
                    .formatted(column, String.join(", ", COLUMNS)));
      }
    }
  }

  /**
   * Reads a table.
   *
   * @throws InvalidInputException naming the line and the column of what is wrong
   */
  static List<MeasuredRow> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      MeasuredTable table = new MeasuredTable(file.toString(), lines.isEmpty() ? "" : lines.get(0));
      List<MeasuredRow> rows = new ArrayList<>();
      for (int k = 1; k < lines.size(); k++) {
        if (!lines.get(k).isBlank()) {
          rows.add(table.row(k + 1, lines.get(k)));
        }
      }
      if (rows.isEmpty()) {
        throw new InvalidInputException(
            file + ": the table has no rows. Add a line for each measured kernel.");
      }
      return rows;
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  private MeasuredRow row(int number, String text) {
    line = number;
    cells = text.split(",", -1);
    if (cells.length != header.size()) {
      throw new Location(origin, "", line, 1)
          .invalid(
              "there are %d cells but %d columns. Leave cells empty rather than out."
                  .formatted(cells.length, header.size()));
    }
    Accelerator chip = chip();
    Kernel kernel =
        Kernel.values()[
            oneOf("kernel", Arrays.stream(Kernel.values()).map(Kernel::label).toList())];
    oneOf("dtype", TYPES);
    AttentionWorkload workload = workload();
    int keyValueHeads = count("kv_heads");
    if (workload.queryHeads() % keyValueHeads != 0) {
      throw invalid(
          "kv_heads", "must divide query_heads " + workload.queryHeads() + "; use a divisor");
    }
    int stages = cell("num_stages").isEmpty() ? DEFAULT_STAGES : count("num_stages");
    return new MeasuredRow(
        line,
        chip,
        kernel,
        workload,
        layoutShare(workload, keyValueHeads),
        blocks(kernel, workload),
        Math.min(stages, Residency.MAX_SLOTS),
        milliseconds() / 1000);
  }

  private Accelerator chip() {
    try {
      return chips.computeIfAbsent(cell("chip"), SpecCatalogue::accelerator);
    } catch (InvalidInputException e) {
      throw place("chip").invalid("chip: " + e.getMessage(), e);
    }
  }

  private AttentionWorkload workload() {
    int heads = count("query_heads");
    try {
      return new AttentionWorkload(
              "line-" + line,
              "",
              count("batch"),
              heads,
              heads,
              count("queries"),
              count("keys"),
              count("query_dim"),
              count("value_dim"),
              2)
          .withMask(oneOf("mask", List.of("none", "causal")) == 0 ? Mask.NONE : Mask.CAUSAL);
    } catch (InvalidInputException e) {
      throw e.getMessage().startsWith(origin)
          ? e
          : new Location(origin, "", line, 1).invalid(e.getMessage(), e);
    }
  }

  private static double layoutShare(AttentionWorkload workload, int keyValueHeads) {
    double rows = (double) workload.queryHeads() * workload.queryLength();
    double copies = (double) workload.queryHeads() * workload.keyLength();
    double keys = (double) keyValueHeads * workload.keyLength();
    return (rows + keys) / (rows + copies);
  }

  private Blocks blocks(Kernel kernel, AttentionWorkload workload) {
    int queries = block("block_q", workload.queryLength(), "queries");
    int keys = block("block_kv", workload.keyLength(), "keys");
    int compute = kernel.cutsLoadedKeys() ? block("block_kv_compute", keys, "block_kv") : keys;
    return new Blocks(queries, keys, compute);
  }

  private int block(String column, int most, String of) {
    int block = count(column);
    if (block > most) {
      throw invalid(
          column, "is larger than %s %d; a block has at most as many".formatted(of, most));
    }
    return block;
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
