package org.flatsearch.experiments.silicon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.StrictJson;

/**
 * The rows of one shape, with several choices of a kernel's parameters: whether a model ranks them
 * as they were measured.
 *
 * @param shape the shape, in words
 * @param rows its rows, at least {@value #LEAST}
 */
record Sweep(String shape, List<Prediction> rows) {
  private static final int LEAST = 3;
  private static final int FEW = 3;

  /** The sweeps among some rows, in their order. */
  static List<Sweep> of(List<Prediction> predictions) {
    Map<String, List<Prediction>> shapes =
        predictions.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.row().shape(), LinkedHashMap::new, Collectors.toList()));
    return shapes.entrySet().stream()
        .filter(entry -> entry.getValue().size() >= LEAST)
        .map(entry -> new Sweep(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The rank correlation of predicted and measured times. */
  double rankCorrelation() {
    double correlation =
        new SpearmansCorrelation()
            .correlation(
                rows.stream().mapToDouble(Prediction::seconds).toArray(),
                rows.stream().mapToDouble(each -> each.row().seconds()).toArray());
    return Double.isNaN(correlation) ? 0 : correlation;
  }

  /** What the best of the first so many by prediction loses to the measured best. */
  double loss(int first) {
    double best = rows.stream().mapToDouble(each -> each.row().seconds()).min().getAsDouble();
    double chosen =
        rows.stream()
            .sorted(Comparator.comparingDouble(Prediction::seconds))
            .limit(first)
            .mapToDouble(each -> each.row().seconds())
            .min()
            .getAsDouble();
    return chosen / best - 1;
  }

  double meanError() {
    return rows.stream().mapToDouble(each -> Math.abs(each.error())).average().getAsDouble();
  }

  void addTo(ObjectNode json) {
    json.put("shape", shape);
    json.put("rows", rows.size());
    json.set("meanError", StrictJson.number(meanError()));
    json.set("rankCorrelation", StrictJson.number(rankCorrelation()));
    json.set("lossOfFirst", StrictJson.number(loss(1)));
    json.set("lossOfFirstThree", StrictJson.number(loss(FEW)));
  }

  /** A line for each sweep, and the means; nothing if there is none. */
  static String text(List<Sweep> sweeps) {
    if (sweeps.isEmpty()) {
      return "";
    }
    Columns columns = new Columns("lrrrrr");
    columns.row("sweep", "rows", "mean error", "rank", "first loses", "best of 3 loses");
    sweeps.forEach(
        each ->
            columns.row(
                each.shape,
                "" + each.rows.size(),
                Units.percent(each.meanError()),
                Units.digits(each.rankCorrelation()),
                Units.percent(each.loss(1)),
                Units.percent(each.loss(FEW))));
    columns.row(
        "mean",
        "" + sweeps.stream().mapToInt(each -> each.rows.size()).sum(),
        Units.percent(mean(sweeps, Sweep::meanError)),
        Units.digits(mean(sweeps, Sweep::rankCorrelation)),
        Units.percent(mean(sweeps, each -> each.loss(1))),
        Units.percent(mean(sweeps, each -> each.loss(FEW))));
    return columns.text("") + "\n";
  }

  private static double mean(
      List<Sweep> sweeps, java.util.function.ToDoubleFunction<Sweep> figure) {
    return sweeps.stream().mapToDouble(figure).average().getAsDouble();
  }
}
