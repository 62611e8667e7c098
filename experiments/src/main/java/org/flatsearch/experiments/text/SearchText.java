package org.flatsearch.experiments.text;

import org.flatsearch.cost.Cost;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.Optimality.Status;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.SearchSetting;

/**
 * A search as text: the best schedule, its cost, what bounds it, what is proven, how it was found,
 * and what to try next.
 */
public final class SearchText {
  private static final String INDENT = "  ";

  private SearchText() {}

  /**
   * The text of a result that has a schedule.
   *
   * @param suggestions phrases the command to try next
   */
  public static String of(ResultDocument result, Suggestions suggestions) {
    SearchSetting setting = result.setting();
    RatedSchedule best = result.best().orElseThrow();
    StringBuilder text = new StringBuilder();
    text.append(header(setting)).append('\n');
    text.append(EvaluationText.schedule(best.schedule(), setting.workload())).append('\n');
    text.append(EvaluationText.cost(best.cost(), setting.accelerator())).append('\n');
    text.append(optimality(result)).append('\n');
    if (!result.front().isEmpty()) {
      text.append(FrontText.of(result)).append('\n');
    }
    result
        .verification()
        .ifPresent(v -> text.append(VerificationText.of(v, setting.model())).append('\n'));
    if (!result.chosen().equals(result.best())) {
      text.append("Best by ")
          .append(result.verification().orElseThrow().model())
          .append("\n")
          .append(
              EvaluationText.schedule(result.chosen().orElseThrow().schedule(), setting.workload()))
          .append('\n');
    }
    if (!result.whatIfs().isEmpty()) {
      text.append(WhatIfText.of(result)).append('\n');
    }
    text.append(effort(result)).append('\n');
    text.append(NextStep.of(result, suggestions));
    return text.toString();
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
                    + String.join(", then ", setting.objective()));
    if (!setting.restrictions().isEmpty()) {
      columns.row("Required", String.join(", ", setting.restrictions()));
    }
    return columns.text("");
  }

  private static String optimality(ResultDocument result) {
    Optimality optimality = result.optimality();
    Cost cost = result.best().orElseThrow().cost();
    String space = "space '" + result.setting().space() + "' of model " + optimality.model();
    String metric = result.setting().objective().get(0);
    StringBuilder text = new StringBuilder("Distance\n");
    text.append(INDENT)
        .append("to the ideal    ")
        .append(Units.times(cost.timesIdeal()))
        .append(" its latency; no schedule beats the ideal\n");
    text.append(INDENT).append("to the optimum  ");
    if (optimality.status() == Status.PROVEN) {
      text.append("none: proven optimal in ").append(space);
    } else if (optimality.status() == Status.BOUNDED && optimality.gap().isPresent()) {
      text.append("at most ")
          .append(Units.percent(optimality.gap().getAsDouble()))
          .append(" above the proven lower bound of ")
          .append(MetricText.of(metric, optimality.lowerBound().get(0)))
          .append(" in ")
          .append(space);
    } else {
      text.append("unknown: strategy ")
          .append(result.setting().strategy())
          .append(" proved nothing");
    }
    return text.append('\n').toString();
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
            .append(Units.count(result.evaluations()))
            .append(" evaluations in ")
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
