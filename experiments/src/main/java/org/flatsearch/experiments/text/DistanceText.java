package org.flatsearch.experiments.text;

import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.search.ReplayRounding;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.Optimality.Status;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.Verification;
import org.flatsearch.search.Tolerance;

/** How far the schedule that a search shows is from the ideal and from what is proven. */
final class DistanceText {
  private static final String INDENT = "  ";

  private DistanceText() {}

  /**
   * Both distances.
   *
   * @param cost the cost of the schedule that is shown, by the model that replayed it if one did
   */
  static String of(ResultDocument result, Cost cost) {
    return "Distance\n"
        + INDENT
        + "to the ideal    "
        + (cost.idealLatencySeconds() == 0
            ? "unknown: the model gives none\n"
            : Units.times(cost.timesIdeal()) + " the ideal latency, which no schedule can beat\n")
        + INDENT
        + "to the optimum  "
        + (cost.isFeasible() ? toOptimum(result, cost) : ofNoFit(result))
        + "\n";
  }

  /**
   * What is known if the schedule does not fit: the least violation is not an optimum to measure a
   * distance to.
   */
  private static String ofNoFit(ResultDocument result) {
    if (result.best().orElseThrow().cost().isFeasible()) {
      return "unknown: none of those that were replayed fits by model "
          + result.verification().orElseThrow().model();
    }
    boolean isProven = result.optimality().status() == Status.PROVEN;
    return (isProven ? "none fits, proven for " : "unknown: none that fits was found in ")
        + space(result);
  }

  private static String toOptimum(ResultDocument result, Cost cost) {
    Optimality optimality = result.optimality();
    Optional<Verification> replayed =
        result.verification().filter(replay -> replay.best().isPresent());
    Optional<String> unbounded =
        replayed
            .map(Verification::model)
            .filter(model -> !ScheduleRefinement.isBound(optimality.model(), model));
    if (unbounded.isPresent()) {
      return "unknown: model %s does not bound the figures of model %s"
          .formatted(optimality.model(), unbounded.get());
    }
    OptionalDouble replayedGap =
        result.verification().map(Verification::gap).orElse(OptionalDouble.empty());
    OptionalDouble gap = replayedGap.isPresent() ? replayedGap : optimality.gap();
    if (optimality.status() == Status.PROVEN && ReplayRounding.explains(gap.orElse(0))) {
      return atOptimum(result, cost);
    }
    return gap.isPresent()
        ? aboveBound(result, cost, gap.getAsDouble())
        : "unknown: strategy " + result.setting().strategy() + " proved nothing";
  }

  /** The distance of a schedule that no other beats in the first metric. */
  private static String atOptimum(ResultDocument result, Cost cost) {
    return open(result, cost)
        .map(
            open ->
                "none in %s, proven in %s".formatted(first(result), space(result)) + open.clause())
        .orElse("none: proven optimal in " + space(result));
  }

  private static Optional<OpenMetric> open(ResultDocument result, Cost cost) {
    SearchSetting setting = result.setting();
    Tolerance tolerance = Tolerance.of(setting.tolerance());
    return OpenMetric.of(
        cost,
        setting.objective(),
        result.optimality().lowerBound(),
        (value, bound) ->
            ReplayRounding.isAbove(value, bound) && tolerance.compare(value, bound) > 0);
  }

  private static String aboveBound(ResultDocument result, Cost cost, double gap) {
    double bound = result.optimality().lowerBound().get(0);
    Optional<OpenMetric> open =
        ReplayRounding.explains(gap) ? open(result, cost) : Optional.empty();
    return Units.above(gap, bound)
        + " the proven lower bound of "
        + Units.metric(first(result), bound)
        + " in "
        + space(result)
        + open.map(o -> "; whether another has less " + o.metric() + " is open").orElse("");
  }

  private static String first(ResultDocument result) {
    return result.setting().objective().get(0);
  }

  /** What the proof covers: with restrictions, only the schedules that meet them. */
  private static String space(ResultDocument result) {
    return "space '"
        + result.setting().space()
        + "' of model "
        + result.optimality().model()
        + (result.setting().restrictions().isEmpty() ? "" : " under the restrictions");
  }
}
