package org.flatsearch.experiments.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.Optimality.Status;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.search.Tolerance;

/**
 * A search as text: the best schedule, its cost, what bounds it, what is proven, how it was found,
 * and what to try next.
 */
public final class SearchText {
  private static final String INDENT = "  ";

  /** The walker rounds each duration up to its ticks. */
  private static final double ROUNDING = 1e-8;

  private SearchText() {}

  /**
   * What there is to say of a search that evaluated no schedule.
   *
   * @param strategy the name of its strategy
   * @param stop why it ended, as its result says
   * @param seconds how long it took
   */
  public static String endedEarly(String strategy, String stop, double seconds) {
    if (stop.equals("complete")) {
      // More time would not help.
      return "Strategy '"
          + strategy
          + "' ended by itself after "
          + Units.seconds(seconds)
          + " and evaluated no schedule; choose another --strategy.";
    }
    return "The search ended after "
        + Units.seconds(seconds)
        + ", before it evaluated a schedule; give it more --seconds.";
  }

  /**
   * The text of a result that has a schedule.
   *
   * @param suggestions phrases the command to try next
   */
  public static String of(ResultDocument result, Suggestions suggestions) {
    SearchSetting setting = result.setting();
    RatedSchedule chosen = result.chosen().orElseThrow();
    Cost cost = cost(result);
    StringBuilder text = new StringBuilder();
    text.append(header(setting)).append('\n');
    text.append(EvaluationText.schedule(chosen.schedule(), setting.workload())).append('\n');
    text.append(costTitle(result)).append('\n');
    text.append(EvaluationText.cost(cost, setting.accelerator())).append('\n');
    text.append(distance(result, cost)).append('\n');
    if (!result.front().isEmpty()) {
      text.append(FrontText.of(result)).append('\n');
    }
    result
        .verification()
        .ifPresent(v -> text.append(VerificationText.of(v, setting.model())).append('\n'));
    if (!result.whatIfs().isEmpty()) {
      text.append(WhatIfText.of(result)).append('\n');
    }
    text.append(effort(result)).append('\n');
    text.append(NextStep.of(result, suggestions));
    return text.toString();
  }

  /** The best schedule by the replay; empty if none was replayed. */
  private static Optional<Replay> replayed(ResultDocument result) {
    return result.verification().flatMap(replay -> replay.replays().stream().findFirst());
  }

  /** The cost of the schedule that is shown, by the model that knows best. */
  static Cost cost(ResultDocument result) {
    return replayed(result)
        .map(Replay::replayed)
        .orElseGet(() -> result.best().orElseThrow().cost());
  }

  private static String costTitle(ResultDocument result) {
    return replayed(result).isEmpty()
        ? "Cost"
        : "Cost by model " + result.verification().orElseThrow().model();
  }

  private static String header(SearchSetting setting) {
    Columns columns =
        new Columns("ll")
            .row("Accelerator", TargetText.of(setting.accelerator()))
            .row("Workload", TargetText.of(setting.workload()))
            .row(
                "Search",
                "model "
                    + setting.model()
                    + ", space "
                    + setting.space()
                    + ", strategy "
                    + setting.strategy()
                    + ", objective "
                    + objective(setting));
    if (!setting.restrictions().isEmpty()) {
      columns.row("Required", String.join(", ", setting.restrictions()));
    }
    return columns.text("");
  }

  private static String objective(SearchSetting setting) {
    String metrics = String.join(", then ", setting.objective());
    return setting.tolerance() == 0
        ? metrics
        : metrics + ", in steps of " + plain(100 * setting.tolerance()) + "%";
  }

  private static String plain(double number) {
    return new BigDecimal(number).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  private static String distance(ResultDocument result, Cost cost) {
    Optimality optimality = result.optimality();
    OptionalDouble replayedGap =
        result.verification().map(Verification::gap).orElse(OptionalDouble.empty());
    OptionalDouble gap = replayedGap.isPresent() ? replayedGap : optimality.gap();
    String space = "space '" + result.setting().space() + "' of model " + optimality.model();
    String metric = result.setting().objective().get(0);
    StringBuilder text = new StringBuilder("Distance\n");
    text.append(INDENT)
        .append("to the ideal    ")
        .append(Units.times(cost.timesIdeal()))
        .append(" its latency; no schedule beats the ideal\n");
    text.append(INDENT).append("to the optimum  ");
    boolean isProven = optimality.status() == Status.PROVEN;
    if (!cost.isFeasible() && result.best().orElseThrow().cost().isFeasible()) {
      text.append("unknown: none of those that were replayed fits by model ")
          .append(result.verification().orElseThrow().model());
    } else if (!cost.isFeasible()) {
      // The least violation is not an optimum that a distance could be measured to.
      text.append(
              isProven ? "none fits: that is proven for " : "unknown: none was found to fit in ")
          .append(space);
    } else if (isProven && gap.orElse(0) < ROUNDING) {
      text.append(
          unreached(result, cost)
              .map(
                  open ->
                      "none in %s, proven in %s; whether another as good has less %s is open"
                          .formatted(metric, space, open))
              .orElse("none: proven optimal in " + space));
    } else if (gap.isPresent()) {
      double bound = optimality.lowerBound().get(0);
      text.append(Units.above(gap.getAsDouble(), bound))
          .append(" the proven lower bound of ")
          .append(MetricText.of(metric, bound))
          .append(" in ")
          .append(space);
      if (bound == 0 && gap.getAsDouble() == 0 && result.setting().objective().size() > 1) {
        text.append("; whether another has less ")
            .append(result.setting().objective().get(1))
            .append(" is open");
      }
    } else {
      text.append("unknown: strategy ")
          .append(result.setting().strategy())
          .append(" proved nothing");
    }
    return text.append('\n').toString();
  }

  /**
   * The first metric of the objective in which a cost is above what is proven: what waits least may
   * be another schedule than the optimum of the search, which is as fast and takes less energy.
   */
  private static Optional<String> unreached(ResultDocument result, Cost cost) {
    List<String> metrics = result.setting().objective();
    List<Double> bounds = result.optimality().lowerBound();
    Tolerance tolerance = Tolerance.of(result.setting().tolerance());
    for (int k = 0; k < bounds.size(); k++) {
      double value = CostMetrics.value(cost, metrics.get(k));
      double bound = bounds.get(k);
      if (value > bound * (1 + ROUNDING) && tolerance.compare(value, bound) > 0) {
        return Optional.of(metrics.get(k));
      }
    }
    return Optional.empty();
  }

  private static String effort(ResultDocument result) {
    String end =
        switch (result.stop()) {
          case "complete" -> "the search was complete";
          case "evaluations" -> "the budget of evaluations was used up";
          case "time" -> "the time was over";
          default -> "the search was cancelled";
        };
    StringBuilder text =
        new StringBuilder("Effort\n")
            .append(INDENT)
            .append(Units.plural(result.evaluations(), "evaluation"))
            .append(" in ")
            .append(Units.seconds(result.seconds()))
            .append("; ")
            .append(end)
            .append('\n');
    result
        .counters()
        .forEach(
            (counter, amount) ->
                text.append(INDENT)
                    .append(counter)
                    .append(": ")
                    .append(Units.count(amount))
                    .append('\n'));
    return text.toString();
  }
}
