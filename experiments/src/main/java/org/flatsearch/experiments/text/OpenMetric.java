package org.flatsearch.experiments.text;

import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.experiments.search.ReplayRounding;
import org.flatsearch.goal.Objective;

/**
 * The metric in which a proof leaves open whether the schedule that is handed over is optimal. With
 * all waiting counted, the fastest schedule may not be the optimum of the search but one that takes
 * more energy.
 *
 * @param metric its name
 * @param value what the schedule has of it
 * @param bound what every schedule has at least that is as good in the metrics before
 */
record OpenMetric(String metric, double value, double bound) {

  /** The first of the metrics in which {@code cost} is above what is proven. */
  static Optional<OpenMetric> of(Cost cost, Objective objective, List<Double> bounds) {
    for (int k = 0; k < bounds.size(); k++) {
      String metric = objective.metrics().get(k);
      double value = CostMetrics.value(cost, metric);
      if (ReplayRounding.isAbove(value, bounds.get(k), objective.tolerance())) {
        return Optional.of(new OpenMetric(metric, value, bounds.get(k)));
      }
    }
    return Optional.empty();
  }

  /** Whether it is the metric that counts most. */
  boolean isFirst(Objective objective) {
    return metric.equals(objective.metrics().get(0));
  }

  /** The end of a sentence about a schedule that is proven in the metrics before. */
  String clause() {
    return bound > 0
        ? "; its %s is %s the least of any as good"
            .formatted(metric, Units.above(value / bound - 1, bound))
        : "; whether another as good has less " + metric + " is open";
  }
}
