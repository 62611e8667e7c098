package org.flatsearch.experiments.tiles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.experiments.search.ScheduleRefinement;

/** What stands at the head of a table: chip, kernel, model, and where the figures come from. */
final class TableNote {
  private TableNote() {}

  /** Lines without an end. */
  static List<String> of(TileSearch search) {
    Kernel kernel = search.kernel();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Blocks that FlatSearch predicts to be the fastest: kernel %s on %s."
            .formatted(kernel.name(), search.chip().name()));
    lines.add(
        "Predicted, not measured, by model %s; where that takes too long, by %s, which is a lower bound."
            .formatted(named(ScheduleRefinement.WALKER), named(ScheduleRefinement.BOUND)));
    Map<String, List<String>> sources = new LinkedHashMap<>();
    kernel
        .figures()
        .getOrDefault(AcceleratorName.original(search.chip().name()), Map.of())
        .forEach(
            (name, figure) ->
                sources.computeIfAbsent(figure.source(), source -> new ArrayList<>()).add(name));
    if (sources.isEmpty()) {
      lines.add(
          "No figure of this kernel was fitted to times on this chip, so measure a few of the"
              + " best.");
    }
    sources.forEach(
        (source, names) ->
            lines.add(
                "Figures of the kernel: %s: %s."
                    .formatted(String.join(", ", names), source.isEmpty() ? "no source" : source)));
    return lines;
  }

  private static String named(String model) {
    CostModel found = CostModels.named(model);
    return model + " (version " + found.version() + ")";
  }
}
