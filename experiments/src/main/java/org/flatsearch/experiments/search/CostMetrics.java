package org.flatsearch.experiments.search;

import java.util.List;
import org.flatsearch.cost.Cost;
import org.flatsearch.goal.Objective;

/** The metrics of {@link org.flatsearch.search.space.AttentionProblem} read from a cost. */
public final class CostMetrics {
  private CostMetrics() {}

  /** The value of a metric. */
  public static double value(Cost cost, String metric) {
    return switch (metric) {
      case "latency" -> cost.latencySeconds();
      case "energy" -> cost.energyJoules();
      case "edp" -> cost.edpJouleSeconds();
      case "traffic" -> cost.trafficBytes();
      case "footprint" -> cost.footprintBytes();
      default -> throw new IllegalArgumentException("no metric '" + metric + "'");
    };
  }

  /** The objective values of a cost, most important first. */
  public static double[] values(Cost cost, Objective objective) {
    List<String> metrics = objective.metrics();
    return metrics.stream().mapToDouble(metric -> value(cost, metric)).toArray();
  }

  /**
   * Compares two costs as a search compares points: by what exceeds the buffer if either does not
   * fit, else by the objective.
   *
   * @return negative if the first is better, 0 if neither is, positive if the second is
   */
  public static int compare(Cost a, Cost b, Objective objective) {
    if (!a.isFeasible() || !b.isFeasible()) {
      return Double.compare(a.violationBytes(), b.violationBytes());
    }
    return objective.compare(values(a, objective), values(b, objective));
  }
}
