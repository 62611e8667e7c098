package org.flatsearch.experiments.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.Cost.Violation;
import org.flatsearch.experiments.kernel.KernelSearch;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.Verification;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.ScheduleExporters;

/**
 * A search as text: the best schedule, its cost, what binds, what is proven, how it was found, and
 * what to try next.
 */
public final class SearchText {
  /** The most schedules that a reader takes in; the document has all. */
  private static final int MOST_OF_FRONT = 20;

  private SearchText() {}

  /** What to say about a search that evaluated no schedule. */
  public static String endedEarly(ResultDocument result) {
    return ("The search ended after %s and %s, as which bounds count too, before it evaluated a"
            + " schedule; give it more --seconds or --evaluations, or choose another --strategy.")
        .formatted(
            Units.seconds(result.seconds()), Units.plural(result.evaluations(), "evaluation"));
  }

  /** Why a search found no schedule that fits, and what buffer would be enough, in one line. */
  public static String infeasible(ResultDocument result) {
    Cost cost = result.searched().orElseThrow().cost();
    String what =
        result.optimality().status() == Status.PROVEN
            ? "No schedule fits"
            : "No schedule that fits was found in "
                + Units.plural(result.evaluations(), "evaluation");
    List<String> excesses = new ArrayList<>();
    List<String> enough = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    double ofRegisters = cost.violationBytes(Violation::isOfRegisters);
    double ofBuffer = cost.violationBytes() - ofRegisters;
    if (ofBuffer > 0) {
      Violation largest =
          cost.violations().stream()
              .filter(each -> !each.isOfRegisters())
              .findFirst()
              .orElseThrow();
      excesses.add(
          "the buffer by %s (largest tensor: %s)".formatted(bytes(ofBuffer), largest.what()));
      enough.add("a buffer of " + bytes(cost.footprintBytes()));
      settings.add("--set bufferBytes=" + Math.round(cost.footprintBytes()));
    }
    if (ofRegisters > 0) {
      excesses.add("the registers by " + bytes(ofRegisters));
      enough.add("a register file of " + bytes(cost.registerBytes()));
      settings.add("--set registerBytes=" + Math.round(cost.registerBytes()));
    }
    return "%s: the closest exceeds %s; %s is enough (%s)."
        .formatted(
            what,
            String.join(" and ", excesses),
            String.join(" with ", enough),
            String.join(" ", settings));
  }

  private static String bytes(double bytes) {
    return Units.plural(Math.round(bytes), "byte");
  }

  /**
   * The text of a result that has a schedule.
   *
   * @param suggestions phrases the command to try next
   */
  public static String of(ResultDocument result, Suggestions suggestions) {
    SearchSetting setting = result.setting();
    RatedSchedule best = result.best().orElseThrow();
    StringBuilder text = new StringBuilder();
    text.append(header(result)).append('\n');
    text.append(EvaluationText.schedule(best.schedule(), result.workload(), result.accelerator()))
        .append('\n');
    text.append(costTitle(result)).append('\n');
    text.append(withoutWaiting(result));
    text.append(EvaluationText.cost(best.cost(), result.accelerator())).append('\n');
    text.append(DistanceText.of(result, best.cost())).append('\n');
    if (!result.front().isEmpty()) {
      text.append(front(result)).append('\n');
    }
    result
        .verification()
        .map(v -> VerificationText.of(v, setting.model(), setting.objective().metrics()))
        .ifPresent(replays -> text.append(replays).append('\n'));
    if (!result.whatIfs().isEmpty()) {
      text.append(WhatIfText.of(result)).append('\n');
    }
    text.append(effort(result));
    if (result.stop() != Stop.FAILED) { // else the same search would fail again
      text.append('\n').append(NextStep.of(result, suggestions));
    }
    return text.toString();
  }

  private static String costTitle(ResultDocument result) {
    return result.isReplayed() ? "Cost by model " + result.ratedBy() : "Cost";
  }

  /**
   * The cycles that each peer would count, beside a latency that counts waiting; empty beside
   * others.
   */
  private static String withoutWaiting(ResultDocument result) {
    if (!result.isReplayed()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (ScheduleExporter exporter : ScheduleExporters.all().values()) {
      cycles(exporter, result)
          .ifPresent(
              cycles ->
                  text.append(
                      "  Nothing waits in %s, which would count %s cycles for its export.\n"
                          .formatted(exporter.format(), Units.count(cycles))));
    }
    return text.toString();
  }

  private static OptionalLong cycles(ScheduleExporter exporter, ResultDocument result) {
    try {
      return exporter.cycles(
          result.best().orElseThrow().schedule(), result.accelerator(), result.workload());
    } catch (InvalidInputException e) {
      return OptionalLong.empty(); // The format cannot express the schedule.
    }
  }

  private static String header(ResultDocument result) {
    SearchSetting setting = result.setting();
    Columns columns =
        new Columns("ll")
            .row("Accelerator", TargetText.of(result.accelerator()))
            .row("Workload", TargetText.of(result.workload()))
            .row(
                "Search",
                "model %s, space %s, strategy %s, objective %s"
                    .formatted(
                        setting.model(), setting.space(), setting.strategy(), objective(setting)));
    KernelSearch.describe(setting).ifPresent(kernel -> columns.row("Kernel", kernel));
    if (!setting.restrictions().isEmpty()) {
      columns.row("Required", String.join(", ", setting.restrictions()));
    }
    return columns.text("");
  }

  private static String objective(SearchSetting setting) {
    String metrics = String.join(", then ", setting.objective().metrics());
    return metrics + ObjectiveText.steps(setting.objective().tolerance());
  }

  private static String effort(ResultDocument result) {
    String end =
        switch (result.stop()) {
          case COMPLETE -> "the search finished";
          case EVALUATIONS -> "the evaluation budget was used up";
          case TIME -> "the time limit was reached";
          case CANCELLED -> "the search was cancelled";
          case FAILED -> "the search failed";
        };
    String counters =
        result.counters().entrySet().stream()
            .map(each -> "  %s: %s\n".formatted(each.getKey(), Units.count(each.getValue())))
            .collect(Collectors.joining());
    String replays =
        result
            .verification()
            .flatMap(Verification::refinement)
            .map(tried -> " and " + Units.plural(tried.replays(), "replay"))
            .orElse("");
    return "Effort\n  %s%s in %s; %s\n%s"
        .formatted(
            Units.plural(result.evaluations(), "evaluation"),
            replays,
            Units.seconds(result.seconds()),
            end,
            counters);
  }

  /** The Pareto front as a table. */
  private static String front(ResultDocument result) {
    Columns columns = new Columns("rrrrl");
    columns.row("latency", "energy", "traffic", "footprint", "schedule");
    int shown = Math.min(MOST_OF_FRONT, result.front().size());
    for (RatedSchedule point : result.front().subList(0, shown)) {
      Cost cost = point.cost();
      columns.row(
          Units.seconds(cost.latencySeconds()),
          Units.joules(cost.energyJoules()),
          Units.bytes(cost.trafficBytes()),
          Units.bytes(cost.footprintBytes()),
          ScheduleText.summary(point.schedule(), result.workload()));
    }
    return "Pareto front of "
        + String.join(", ", result.setting().objective().metrics())
        + ": "
        + Units.plural(result.front().size(), "schedule")
        + "\n"
        + columns.text("  ")
        + (shown == result.front().size()
            ? ""
            : "  and "
                + Units.count(result.front().size() - shown)
                + " more in the JSON document\n");
  }
}
