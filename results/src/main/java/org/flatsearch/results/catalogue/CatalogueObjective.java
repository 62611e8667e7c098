package org.flatsearch.results.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.flatsearch.cost.Cost;
import org.flatsearch.goal.Objective;

/** What the schedules of the catalogue minimise. */
public enum CatalogueObjective {
  /** Latency; of schedules that are equally fast within 0.1%, the one of least energy. */
  LATENCY(List.of("latency", "energy"), List.of(Cost::latencySeconds, Cost::energyJoules)),
  /** Dynamic energy. */
  ENERGY(List.of("energy"), List.of(Cost::energyJoules)),
  /** The product of dynamic energy and latency. */
  EDP(List.of("edp"), List.of(Cost::edpJouleSeconds));

  private final Objective objective;
  private final List<ToDoubleFunction<Cost>> figures;

  CatalogueObjective(List<String> metrics, List<ToDoubleFunction<Cost>> figures) {
    objective = Objective.byDefault(metrics);
    this.figures = figures;
  }

  /** What a search for such schedules minimises. */
  public Objective objective() {
    return objective;
  }

  /** The metrics as a search knows them, most important first. */
  public List<String> metrics() {
    return objective.metrics();
  }

  /** The name on the command line: the most important metric. */
  public String shortName() {
    return metrics().get(0);
  }

  /** The objective with these metrics, if the catalogue has it. */
  public static Optional<CatalogueObjective> of(List<String> metrics) {
    return Arrays.stream(values()).filter(o -> o.metrics().equals(metrics)).findFirst();
  }

  /** The figures of {@code cost} that count, most important first: seconds, joules or both. */
  public List<Double> values(Cost cost) {
    return figures.stream().map(figure -> figure.applyAsDouble(cost)).toList();
  }

  /**
   * Compares what two schedules cost: feasible before infeasible, then by the figures, as a search
   * compares them.
   *
   * @return negative if {@code a} is better, 0 if neither is, positive if {@code b} is
   */
  public int compare(Cost a, Cost b) {
    if (!a.isFeasible() || !b.isFeasible()) {
      return Double.compare(a.violationBytes(), b.violationBytes());
    }
    return compareValues(values(a), values(b));
  }

  /** Compares as a search does, up to the end of the shorter list. */
  int compareValues(List<Double> a, List<Double> b) {
    for (int k = 0; k < Math.min(a.size(), b.size()); k++) {
      int order = objective.tolerance().compare(a.get(k), b.get(k));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
