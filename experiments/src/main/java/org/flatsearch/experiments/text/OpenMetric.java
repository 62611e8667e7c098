package org.flatsearch.experiments.text;

import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.search.CostMetrics;

/**
 * The metric in which a proof leaves open whether the schedule that is handed over is optimal. With
 * all waiting counted, the fastest schedule may not be the optimum of the search but one that takes
 * more energy.
 */
final class OpenMetric {
  private OpenMetric() {}

  /** The first of the metrics in which {@code cost} is above what is proven. */
  static Optional<String> of(
      Cost cost, List<String> metrics, List<Double> bounds, BiPredicate<Double, Double> isAbove) {
    for (int k = 0; k < bounds.size(); k++) {
      if (isAbove.test(CostMetrics.value(cost, metrics.get(k)), bounds.get(k))) {
        return Optional.of(metrics.get(k));
      }
    }
    return Optional.empty();
  }

  /** The end of a sentence about a schedule that is proven in the metrics before. */
  static String clause(String metric) {
    return "; whether another as good has less " + metric + " is open";
  }
}
