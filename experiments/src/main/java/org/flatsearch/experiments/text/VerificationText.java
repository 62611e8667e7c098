package org.flatsearch.experiments.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refinement;
import org.flatsearch.results.Verification.Replay;

/** The replay of the best schedules as a table. */
final class VerificationText {
  private VerificationText() {}

  /**
   * The table.
   *
   * @param objective what the search minimised, most important first
   */
  static String of(Verification verification, String model, List<String> objective) {
    Set<String> metrics = new LinkedHashSet<>(objective);
    if (metrics.size() < 2) {
      metrics.addAll(List.of("latency", "energy"));
    }
    return "Replayed by "
        + verification.model()
        + "\n"
        + replays(verification, model, metrics)
        + verification.refinement().map(tried -> refinement(tried, model)).orElse("")
        + refusals(verification, model);
  }

  private static String replays(Verification verification, String model, Set<String> metrics) {
    Columns columns = new Columns("rr" + "rr".repeat(metrics.size()));
    List<String> head = new ArrayList<>(List.of("rank", "rank by " + model));
    for (String metric : metrics) {
      head.addAll(List.of(metric + " by " + verification.model(), "by " + model));
    }
    columns.row(head);
    int rank = 1;
    for (Replay schedule : verification.replays()) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(rank));
      row.add(
          schedule.searchRank().isPresent()
              ? Integer.toString(schedule.searchRank().getAsInt())
              : "refined");
      for (String metric : metrics) {
        row.add(Units.metric(metric, CostMetrics.value(schedule.replayed(), metric)));
        row.add(Units.metric(metric, CostMetrics.value(schedule.searched(), metric)));
      }
      columns.row(row);
      rank++;
    }
    return columns.text("  ");
  }

  private static String refinement(Refinement tried, String model) {
    return "  Refinement: %s replayed, %s ruled out by the %s bound.\n"
        .formatted(
            Units.plural(tried.replays(), "change"),
            Units.plural(tried.ruledOut(), "other draw"),
            model);
  }

  private static String refusals(Verification verification, String model) {
    return verification.refusals().stream()
        .map(
            refusal ->
                "  Rank %s by %s was not replayed: %s\n"
                    .formatted(refusal.searchRank(), model, refusal.reason()))
        .collect(Collectors.joining());
  }
}
