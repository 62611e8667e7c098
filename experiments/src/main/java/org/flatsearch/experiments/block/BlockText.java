package org.flatsearch.experiments.block;

import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.block.BlockResult.Level;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.TargetText;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.goal.Status;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.spec.TransformerBlock;

/** A block as tables: what each operator costs, and what fusion gains. */
public final class BlockText {
  private BlockText() {}

  /** The text of a result in which some attention fits. */
  public static String of(BlockResult result, Level upTo) {
    TransformerBlock block = result.block();
    return "Accelerator  %s\nWorkload     %s\nBlock        %s: width %s, %s of %s, %s\n\n"
            .formatted(
                TargetText.of(result.plan().accelerator()),
                TargetText.of(result.plan().workload()),
                block.name(),
                Units.count(block.modelWidth()),
                block.gated() ? "gated feed-forward" : "feed-forward",
                Units.count(block.feedForwardWidth()),
                Units.plural(block.blocks(), "block"))
        + operators(result, upTo)
        + "\n"
        + gains(result, upTo);
  }

  private static String operators(BlockResult result, Level upTo) {
    Columns columns = new Columns("llrrrrrrl");
    columns.row(
        "operator",
        "rows × columns × reduction",
        "latency",
        "share",
        "energy",
        "share",
        "traffic",
        "share",
        "optimum");
    Figures whole = result.at(Level.BLOCK, result.attention());
    for (Operator each : result.operators()) {
      String extents =
          "%s × %s × %s"
              .formatted(
                  Units.count(each.product().rows()),
                  Units.count(each.product().columns()),
                  Units.count(each.product().reduction()));
      add(columns, each.name(), extents, each.figures(), whole, each.status().jsonName());
    }
    add(columns, "all products", "", result.linear(), whole, "");
    boolean fused = result.isFusedBetter();
    addAttention(columns, true, fused ? whole : null, result.fused(), result.fusedCost());
    addAttention(columns, false, fused ? null : whole, result.unfused(), result.unfusedCost());
    add(columns, "block, " + (fused ? "fused" : "unfused"), "", whole, whole, "");
    if (upTo == Level.MODEL) {
      String model = "model of " + Units.plural(result.block().blocks(), "block");
      add(columns, model, "", whole.times(result.block().blocks()), null, "");
    }
    return "Best of each operator by model %s\n%s"
        .formatted(result.plan().model().name(), columns.text("  "));
  }

  private static void addAttention(
      Columns columns,
      boolean fused,
      Figures whole,
      Optional<ResultDocument> result,
      Optional<Cost> cost) {
    String name = "attention, " + (fused ? "fused" : "unfused");
    Optional<Status> status = result.map(found -> found.optimality().status());
    if (cost.isEmpty()) {
      columns.row(name, "", status.equals(Optional.of(Status.PROVEN)) ? "none fits" : "none found");
      return;
    }
    add(columns, name, "", Figures.of(cost.get()), whole, status.orElseThrow().jsonName());
  }

  /**
   * Adds a line.
   *
   * @param whole what its shares are of, or null if it is not a part
   */
  private static void add(
      Columns columns, String name, String extents, Figures part, Figures whole, String optimum) {
    columns.row(
        name,
        extents,
        Units.seconds(part.latencySeconds()),
        share(part.latencySeconds(), whole == null ? 0 : whole.latencySeconds()),
        Units.joules(part.energyJoules()),
        share(part.energyJoules(), whole == null ? 0 : whole.energyJoules()),
        Units.bytes(part.trafficBytes()),
        share(part.trafficBytes(), whole == null ? 0 : whole.trafficBytes()),
        optimum);
  }

  private static String share(double part, double whole) {
    return whole == 0 ? "" : Units.percent(part / whole);
  }

  private static String gains(BlockResult result, Level upTo) {
    if (result.gain(Level.LAYER).isEmpty()) {
      return "No gain of fusion: there is no "
          + (result.fusedCost().isEmpty() ? "fused" : "unfused")
          + " attention to compare with.\n";
    }
    Columns columns = new Columns("lrrr");
    columns.row("level", "latency", "energy", "traffic");
    for (Level level : Level.values()) {
      if (level.compareTo(upTo) <= 0) {
        Figures gain = result.gain(level).orElseThrow();
        columns.row(
            level.toString(),
            Units.times(gain.latencySeconds()),
            Units.times(gain.energyJoules()),
            Units.times(gain.trafficBytes()));
      }
    }
    return "Gain of the best fused attention over the best unfused one\n" + columns.text("  ");
  }
}
