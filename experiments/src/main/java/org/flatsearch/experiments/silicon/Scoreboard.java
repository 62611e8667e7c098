package org.flatsearch.experiments.silicon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.statistics.descriptive.Max;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;

/** A model held against measured kernels, row by row and chip by chip. */
public final class Scoreboard {
  private final List<Prediction> predictions;

  private Scoreboard(List<Prediction> predictions) {
    this.predictions = predictions;
  }

  /**
   * Predicts every row of a table.
   *
   * @param kernel the kernel whose rows are predicted; empty for those of all kernels that ship
   * @throws InvalidInputException if the table is wrong, naming line and column
   */
  public static Scoreboard of(Path table, Optional<Kernel> kernel, CostModel model) {
    return new Scoreboard(
        MeasuredTable.read(table, kernel).parallelStream().map(row -> row.predict(model)).toList());
  }

  /** Rows and chips, in the order of the table. */
  public ObjectNode toJson() {
    ObjectNode root = StrictJson.newObject();
    ArrayNode rows = root.putArray("rows");
    for (Prediction each : predictions) {
      ObjectNode row = rows.addObject();
      row.put("chip", each.row().chip().name());
      row.put("line", each.row().line());
      row.set("milliseconds", StrictJson.number(1000 * each.row().seconds()));
      row.set("predictedMilliseconds", StrictJson.number(1000 * each.seconds()));
      row.set("error", StrictJson.number(each.error()));
      row.set("bestPredictedMilliseconds", StrictJson.number(1000 * each.bestSeconds()));
      row.put("rank", each.rank());
      row.put("tiles", each.tiles());
    }
    ArrayNode chips = root.putArray("chips");
    byChip()
        .forEach(
            (chip, of) -> {
              double[] errors = errors(of);
              ObjectNode entry = chips.addObject();
              entry.put("chip", chip);
              entry.put("rows", of.size());
              entry.set("meanError", StrictJson.number(Mean.of(errors).getAsDouble()));
              entry.set("medianError", StrictJson.number(Median.withDefaults().evaluate(errors)));
              entry.set("worstError", StrictJson.number(Max.of(errors).getAsDouble()));
              entry.set("withinTenPercentOfBest", StrictJson.number(shareNearBest(of)));
            });
    ArrayNode sweeps = root.putArray("sweeps");
    Sweep.of(predictions).forEach(sweep -> sweep.addTo(sweeps.addObject()));
    return root;
  }

  /** The rows, then the chips, for people. */
  public String text() {
    Columns rows = new Columns("rlrrrllrr");
    rows.row(
        "line",
        "chip",
        "measured",
        "predicted",
        "error",
        "blocks",
        "best blocks",
        "predicted",
        "rank");
    for (Prediction each : predictions) {
      rows.row(
          "" + each.row().line(),
          each.row().chip().name(),
          Units.seconds(each.row().seconds()),
          Units.seconds(each.seconds()),
          Units.percent(each.error()),
          each.blocks(),
          each.best(),
          Units.seconds(each.bestSeconds()),
          each.rank() + " of " + each.tiles());
    }
    Columns chips = new Columns("lrrrrr");
    chips.row("chip", "rows", "mean error", "median", "worst", "within 10% of best");
    byChip().forEach((chip, of) -> chips.row(chip(chip, of)));
    chips.row(chip("all", predictions));
    return rows.text("") + "\n" + Sweep.text(Sweep.of(predictions)) + chips.text("");
  }

  private static String[] chip(String name, List<Prediction> of) {
    double[] errors = errors(of);
    return new String[] {
      name,
      "" + of.size(),
      Units.percent(Mean.of(errors).getAsDouble()),
      Units.percent(Median.withDefaults().evaluate(errors)),
      Units.percent(Max.of(errors).getAsDouble()),
      Units.percent(shareNearBest(of))
    };
  }

  /** The rows as CSV. */
  public String csv() {
    return predictions.stream()
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "%s,%d,%s,%s,%s,%s,%d,%d,%s,%s%n",
                    each.row().chip().name(),
                    each.row().line(),
                    1000 * each.row().seconds(),
                    1000 * each.seconds(),
                    each.error(),
                    1000 * each.bestSeconds(),
                    each.rank(),
                    each.tiles(),
                    each.blocks(),
                    each.best()))
        .collect(
            Collectors.joining(
                "",
                "chip,line,milliseconds,predicted_milliseconds,error,"
                    + "best_predicted_milliseconds,rank,tiles,blocks,best_blocks\n",
                ""));
  }

  /** Measured against predicted times, as a picture. */
  public String svg() {
    return Plot.of(byChip());
  }

  private Map<String, List<Prediction>> byChip() {
    return predictions.stream()
        .collect(
            Collectors.groupingBy(
                each -> each.row().chip().name(), LinkedHashMap::new, Collectors.toList()));
  }

  private static double[] errors(List<Prediction> of) {
    return of.stream().mapToDouble(each -> Math.abs(each.error())).toArray();
  }

  private static double shareNearBest(List<Prediction> of) {
    return (double) of.stream().filter(Prediction::isNearBest).count() / of.size();
  }
}
