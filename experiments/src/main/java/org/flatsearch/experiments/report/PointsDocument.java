package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.goal.Rounding;
import org.flatsearch.json.StrictJson;

/**
 * The distinct points that runs ended at, and the points of the fronts that they sought, for Pareto
 * plots: {@code [accelerator, workload, model, search, latency, energy, traffic, footprint]}, null
 * for a metric that a front does not have. The model is the one that gives the figures, because
 * replays must not be compared with lower bounds.
 */
final class PointsDocument {
  private static final List<String> METRICS = List.of("latency", "energy", "traffic", "footprint");

  private PointsDocument() {}

  static ArrayNode of(List<RunRecord> runs) {
    Set<List<Object>> points = new LinkedHashSet<>();
    for (RunRecord run : runs) {
      if (run.isFeasible()) {
        Cost cost = run.best().orElseThrow().cost();
        double[] values = METRICS.stream().mapToDouble(m -> CostMetrics.value(cost, m)).toArray();
        points.add(point(run, run.ratedBy(), values));
      }
      for (List<Double> front : run.front()) {
        points.add(frontPoint(run, front));
      }
    }
    ArrayNode json = StrictJson.newObject().putArray("points");
    for (List<Object> point : points) {
      ArrayNode entry = json.addArray();
      for (Object value : point) {
        if (value instanceof Double number) {
          entry.add(Double.isNaN(number) ? null : StrictJson.number(number));
        } else {
          entry.add((String) value);
        }
      }
    }
    return json;
  }

  private static List<Object> frontPoint(RunRecord run, List<Double> front) {
    double[] values = new double[METRICS.size()];
    for (int k = 0; k < values.length; k++) {
      int index = run.setting().objective().metrics().indexOf(METRICS.get(k));
      values[k] = index < 0 ? Double.NaN : front.get(index);
    }
    return point(run, run.setting().model(), values);
  }

  private static List<Object> point(RunRecord run, String model, double[] values) {
    List<Object> point =
        new ArrayList<>(List.of(run.accelerator(), run.workload(), model, run.search()));
    for (double value : values) {
      point.add(Rounding.round(value));
    }
    return point;
  }
}
