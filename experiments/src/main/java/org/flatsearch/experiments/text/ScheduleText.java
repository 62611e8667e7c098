package org.flatsearch.experiments.text;

import java.util.Map;
import org.flatsearch.results.LoopNestText;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Dealing;

/** A schedule as text: a summary, the loop nest, and how tiles are dealt to cores. */
public final class ScheduleText {
  private ScheduleText() {}

  /** One line: granularity, where the logits are, how the softmax works. */
  public static String summary(AttentionSchedule schedule, AttentionWorkload workload) {
    String granularity =
        switch (schedule.granularity(workload)) {
          case ROW -> "rows of a head";
          case HEAD -> "whole heads";
          case BATCH -> "a whole batch element";
          case BATCHED_MULTI_HEAD -> "several batch elements";
        };
    String logits =
        !schedule.isFused()
            ? "logits through DRAM"
            : schedule.form().shares(Dimension.KEY)
                ? "logits on chip, online softmax"
                : "logits on chip";
    return "granularity %s (%s), %s"
        .formatted(schedule.granularity(workload).letter(), granularity, logits);
  }

  /**
   * How many dealt tiles each of several cores has. Nothing else shows that only few cores have
   * work in the last round, or that some have none at all. Empty for one core.
   */
  static String dealing(
      AttentionSchedule schedule, AttentionWorkload workload, Accelerator accelerator) {
    int cores = accelerator.cores();
    if (cores == 1) {
      return "";
    }
    boolean rows = schedule.form().dealsRows();
    String part = schedule.keyPart() > 0 ? rows ? ", part" : " and part" : "";
    long tiles = dealt(schedule, workload);
    long each = tiles / cores;
    long more = tiles % cores;
    boolean isQueue = accelerator.dealing() == Dealing.QUEUE && tiles > cores;
    return "%s of instance%s%s for %s%s\n"
        .formatted(
            Units.plural(tiles, "tile"),
            part,
            rows ? " and row" : "",
            Units.plural(cores, "core"),
            isQueue
                ? ", of which the one that is free first takes the next"
                : more == 0
                    ? ": each has " + Units.count(each)
                    : ": " + have(more, each + 1) + ", " + have(cores - more, each))
        .indent(2);
  }

  /** Tiles that are dealt: parts of keys that no row of a tile sees do not exist. */
  private static long dealt(AttentionSchedule schedule, AttentionWorkload workload) {
    int heads = workload.rows() / workload.queryLength();
    int rowTile = schedule.form().dealsRows() ? schedule.shared().get(1).tile() : workload.rows();
    long ofInstance = 0;
    for (int row = 0; row < workload.rows(); row += rowTile) {
      int lastRow = Math.min(workload.rows() - row, rowTile) + row - 1;
      ofInstance++;
      if (schedule.keyPart() > 0) {
        ofInstance +=
            workload.lastKey(lastRow / heads) / schedule.keyPart()
                - workload.firstKey(row / heads) / schedule.keyPart();
      }
    }
    return ofInstance * Extents.tiles(workload.instances(), schedule.shared().get(0).tile());
  }

  private static String have(long cores, long tiles) {
    return Units.plural(cores, "core")
        + (cores == 1 ? " has " : " have ")
        + (tiles == 0 ? "none" : Units.count(tiles));
  }

  /** The loop nest, indented. */
  static String nest(AttentionSchedule schedule, AttentionWorkload workload) {
    return LoopNestText.of(schedule, workload).indent(2);
  }

  /** The loop nest of an imported schedule, over the extents of the mapping. */
  public static String of(ImportedSchedule imported) {
    Map<Dimension, Integer> extents = imported.extents();
    return LoopNestText.of(
        imported.schedule(),
        new AttentionWorkload(
            "imported",
            "",
            extents.get(Dimension.INSTANCE),
            1,
            1,
            extents.get(Dimension.ROW),
            extents.get(Dimension.KEY),
            extents.get(Dimension.QUERY_DIM),
            extents.get(Dimension.VALUE_DIM),
            1));
  }
}
