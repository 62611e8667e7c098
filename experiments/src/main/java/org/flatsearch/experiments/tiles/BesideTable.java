package org.flatsearch.experiments.tiles;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.experiments.kernel.KernelOnChip;
import org.flatsearch.experiments.kernel.KernelSearch.Choice;
import org.flatsearch.experiments.kernel.Variant;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A table that exists beside the blocks that are predicted to be best: which entries are worth
 * measuring anew.
 */
public final class BesideTable {
  /** A gain of which measuring is worth the while: about as much as predictions err. */
  private static final double WORTHWHILE = 0.05;

  private final TileSearch search;
  private final Map<AttentionWorkload, List<TableEntry>> entries = new LinkedHashMap<>();
  private volatile int finished;
  private int worthwhile;

  /**
   * @param file the table
   * @param cachedKeys the keys of a sequence, where a table does not say how long its cache is
   * @throws InvalidInputException if it cannot be read, or is of another kernel or chip
   */
  public BesideTable(TileSearch search, Path file, int cachedKeys) {
    this.search = search;
    for (TableEntry entry : ExistingTable.read(file, search, cachedKeys)) {
      entries.computeIfAbsent(entry.shape(), shape -> new ArrayList<>()).add(entry);
    }
  }

  /** How far it is, in words. Any thread. */
  public String progress() {
    return "tiles: %d of %d shapes".formatted(finished, entries.size());
  }

  /** Gives the comparison line by line, as CSV. */
  public void write(Consumer<String> out) {
    TableNote.of(search).forEach(line -> out.accept("# " + line + "\n"));
    List<String> names = List.copyOf(search.kernel().parameters().keySet());
    out.accept(
        "line,dtype,kv_dtype,batch,queries,keys,query_heads,kv_heads,query_dim,value_dim,mask,window,"
            + String.join(",", names)
            + ",milliseconds,"
            + names.stream().map(name -> "best_" + name).collect(Collectors.joining(","))
            + ",best_milliseconds,over_best,model,reason\n");
    search.run(
        entries.keySet(),
        tiles -> {
          entries.get(tiles.shape()).forEach(entry -> out.accept(row(entry, tiles) + "\n"));
          finished++;
        });
    long all = entries.values().stream().mapToLong(List::size).sum();
    out.accept(
        "# %d of %d entries are predicted to take over %.0f%% longer than the best, or cannot run: measure those first.\n"
            .formatted(worthwhile, all, 100 * WORTHWHILE));
  }

  private String row(TableEntry entry, ShapeTiles tiles) {
    List<Object> row = new ArrayList<>();
    row.add(entry.at().line());
    row.addAll(CsvTable.shape(entry.shape()));
    search.kernel().parameters().keySet().forEach(name -> row.add(entry.parameters().get(name)));
    String reason = tiles.reason();
    OptionalDouble seconds = OptionalDouble.empty();
    if (!tiles.choices().isEmpty()) {
      try {
        seconds = OptionalDouble.of(seconds(entry, tiles.model()));
      } catch (InvalidInputException e) {
        reason = e.getMessage();
      }
    }
    row.add(seconds.isPresent() ? 1000 * seconds.getAsDouble() : "");
    if (tiles.choices().isEmpty()) {
      search.kernel().parameters().keySet().forEach(name -> row.add(""));
      row.addAll(List.of("", "", ""));
    } else {
      Choice best = tiles.choices().get(0);
      row.addAll(best.parameters().values());
      row.add(1000 * best.seconds());
      row.add(seconds.isPresent() ? seconds.getAsDouble() / best.seconds() - 1 : "");
      row.add(tiles.model());
      boolean pays = seconds.isEmpty() || seconds.getAsDouble() > (1 + WORTHWHILE) * best.seconds();
      worthwhile += pays ? 1 : 0;
    }
    row.add(reason.replace(',', ';'));
    return row.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  /** What the blocks of an entry are predicted to take, by the model that rates the best. */
  private double seconds(TableEntry entry, String model) {
    Variant variant =
        KernelOnChip.of(search.kernel(), search.chip(), entry.shape()).variant(entry.parameters());
    variant
        .excess()
        .ifPresent(
            excess -> {
              throw new InvalidInputException("the blocks exceed " + excess);
            });
    LoopNest nest = new LoopNest();
    nest.set(variant.schedule());
    CostSheet sheet = new CostSheet();
    CostModels.named(model).bind(variant.accelerator(), variant.workload()).evaluate(nest, sheet);
    if (sheet.violationBytes > 0) {
      throw new InvalidInputException("the blocks do not fit the chip");
    }
    return sheet.latencySeconds;
  }
}
