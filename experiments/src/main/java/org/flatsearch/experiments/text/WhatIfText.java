package org.flatsearch.experiments.text;

import java.util.Map;
import java.util.function.Function;
import org.flatsearch.cost.Cost;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.WhatIf;
import org.flatsearch.spec.Accelerator;

/** What more or less of each part of the accelerator would do, as a table. */
final class WhatIfText {
  private static final Map<String, Function<Accelerator, String>> PARTS =
      Map.of(
          "bufferBytes", a -> "buffer of " + Units.bytes(a.bufferBytes()),
          "dramBytesPerSecond", a -> "DRAM at " + TargetText.dram(a),
          "onChipBytesPerSecond",
              a -> "on-chip port at " + Units.bytesPerSecond(a.onChipBytesPerSecond()),
          "lanes", a -> Units.digits(a.lanes()) + " softmax lanes",
          "array", a -> "array of " + a.rows() + "×" + a.columns());

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
      String part = PARTS.get(whatIf.part()).apply(accelerator);
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
}
