package org.flatsearch.experiments.text;

import org.flatsearch.cost.Cost;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.WhatIf;
import org.flatsearch.spec.Accelerator;

/** What more or less of each part of the accelerator would do, as a table. */
final class WhatIfText {
  private WhatIfText() {}

  static String of(ResultDocument result) {
    Accelerator accelerator = result.setting().accelerator();
    Cost now = result.best().orElseThrow().cost();
    Columns columns = new Columns("llrrrrl");
    columns.row("part", "", "latency", "", "energy", "", "optimum");
    columns.row(
        "unchanged",
        "",
        Units.seconds(now.latencySeconds()),
        "",
        Units.joules(now.energyJoules()),
        "",
        result.optimality().status().jsonName());
    for (WhatIf whatIf : result.whatIfs()) {
      String part = part(whatIf.part(), accelerator);
      String factor = whatIf.factor() < 1 ? "half" : "double";
      if (whatIf.best().isEmpty() || !whatIf.best().get().cost().isFeasible()) {
        columns.row(part, factor, "none fits");
        continue;
      }
      Cost cost = whatIf.best().get().cost();
      columns.row(
          part,
          factor,
          Units.seconds(cost.latencySeconds()),
          Units.change(cost.latencySeconds(), now.latencySeconds()),
          Units.joules(cost.energyJoules()),
          Units.change(cost.energyJoules(), now.energyJoules()),
          whatIf.optimality().status().jsonName());
    }
    return "What if each part were halved or doubled? Best by model "
        + result.setting().model()
        + "\n"
        + columns.text("  ");
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
