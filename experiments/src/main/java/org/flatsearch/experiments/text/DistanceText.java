package org.flatsearch.experiments.text;

import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.cost.Cost;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Verification;

/** How far the schedule that a search shows is from the ideal and from what is proven. */
final class DistanceText {
  private DistanceText() {}

  /**
   * Both distances.
   *
   * @param cost the cost of the schedule that is shown, by the model that replayed it if one did
   */
  static String of(ResultDocument result, Cost cost) {
    String ideal =
        cost.idealLatencySeconds() == 0
            ? "unknown: the model gives none"
            : Units.times(cost.timesIdeal()) + " the ideal latency, which no schedule can beat";
    return "Distance\n  to the ideal    %s\n  to the optimum  %s\n"
        .formatted(ideal, toOptimum(result, cost));
  }

  private static String toOptimum(ResultDocument result, Cost cost) {
    Optimality optimality = result.optimality();
    boolean proven = optimality.status() == Status.PROVEN;
    String space = space(result);
    if (!cost.isFeasible()) {
      return (proven ? "none fits, proven for " : "unknown: none that fits was found in ") + space;
    }
    OptionalDouble gap =
        result
            .verification()
            .map(Verification::gap)
            .filter(OptionalDouble::isPresent)
            .orElse(optimality.gap());
    Objective objective = result.setting().objective();
    Optional<OpenMetric> above = OpenMetric.of(cost, objective, optimality.lowerBound());
    Optional<OpenMetric> open = above.filter(metric -> !metric.isFirst(objective));
    boolean reached = gap.isPresent() && above.equals(open) || gap.isEmpty() && proven;
    String first = objective.metrics().get(0);
    if (proven && reached) {
      return open.map(
              o ->
                  "none in %s, proven%s in %s%s"
                      .formatted(first, within(objective), space, o.clause()))
          .orElse("none: proven optimal%s in %s".formatted(within(objective), space));
    }
    if (gap.isEmpty()) {
      return "unknown: strategy " + result.setting().strategy() + " proved nothing";
    }
    double bound = optimality.lowerBound().get(0);
    return "%s the proven lower bound of %s in %s%s"
        .formatted(
            Units.above(gap.getAsDouble(), bound),
            Units.metric(first, bound),
            space,
            open.map(o -> "; whether another has less " + o.metric() + " is open").orElse(""));
  }

  /** How exactly optima are proven, as part of a sentence. */
  static String within(Objective objective) {
    return objective.tolerance().equals(Tolerance.NONE)
        ? ""
        : " to within " + objective.tolerance();
  }

  /** What the proof covers: with restrictions, only the schedules that meet them. */
  private static String space(ResultDocument result) {
    return "space '%s' of model %s%s"
        .formatted(
            result.setting().space(),
            result.optimality().model(),
            result.setting().restrictions().isEmpty() ? "" : " under the restrictions");
  }
}
