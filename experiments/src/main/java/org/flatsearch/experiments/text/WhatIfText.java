package org.flatsearch.experiments.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.goal.Status;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.WhatIf;
import org.flatsearch.spec.Accelerator;

/** What more or less of each part of the accelerator would do, as a table. */
final class WhatIfText {
  private WhatIfText() {}

  static String of(ResultDocument result) {
    Columns columns = new Columns("llrrrrl");
    columns.row("part", "", "latency", "", "energy", "", "optimum");
    add(
        columns,
        List.of("unchanged", ""),
        result.searched(),
        result.optimality(),
        Optional.empty());
    for (WhatIf whatIf : result.whatIfs()) {
      String part = part(whatIf.part(), result.accelerator());
      String factor = whatIf.factor() < 1 ? "half" : "double";
      add(
          columns,
          List.of(part, factor),
          whatIf.best(),
          whatIf.optimality(),
          fitting(result.searched()));
    }
    return "What if each part were halved or doubled? Best by model "
        + result.setting().model()
        + "\n"
        + columns.text("  ");
  }

  /**
   * Adds the row of a search.
   *
   * @param before the cost to compare with; empty if there is none
   */
  private static void add(
      Columns columns,
      List<String> what,
      Optional<RatedSchedule> best,
      Optimality optimality,
      Optional<Cost> before) {
    List<String> row = new ArrayList<>(what);
    Optional<Cost> fitting = fitting(best);
    if (fitting.isEmpty()) {
      row.add(optimality.status() == Status.PROVEN ? "none fits" : "none found");
    } else {
      double latency = fitting.get().latencySeconds();
      double energy = fitting.get().energyJoules();
      row.add(Units.seconds(latency));
      row.add(before.map(cost -> Units.change(latency, cost.latencySeconds())).orElse(""));
      row.add(Units.joules(energy));
      row.add(before.map(cost -> Units.change(energy, cost.energyJoules())).orElse(""));
      row.add(optimality.status().jsonName());
    }
    columns.row(row);
  }

  private static Optional<Cost> fitting(Optional<RatedSchedule> best) {
    return best.map(RatedSchedule::cost).filter(Cost::isFeasible);
  }

  private static String part(WhatIf.Part part, Accelerator of) {
    return switch (part) {
      case BUFFER -> "buffer of " + Units.bytes(of.bufferBytes());
      case DRAM -> "DRAM at " + TargetText.dram(of);
      case ON_CHIP -> "on-chip port at " + Units.bytesPerSecond(of.onChipBytesPerSecond());
      case LANES -> TargetText.lanes(of.lanes());
      case ARRAY -> "array of " + of.rows() + "×" + of.columns();
    };
  }
}
