package org.flatsearch.experiments.text;

import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.kernel.KernelSearch;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refinement;

/** What to try after a search. */
final class NextStep {
  private static final int REPLAYS = 100;

  /** By then the climb has hardly anything left to try. */
  private static final int MOST_REPLAYS = 2_000;

  /** Gaps to what is proven, as fractions: a search or refinement can gain no more than that. */
  private static final double WORTH_SEARCHING = 0.001;

  private static final double WORTH_REFINING = 0.02;

  private NextStep() {}

  static String of(ResultDocument result, Suggestions suggestions) {
    return "Next\n  " + advice(result, suggestions) + "\n";
  }

  private static String advice(ResultDocument result, Suggestions suggestions) {
    Cost cost = result.best().orElseThrow().cost();
    if (KernelSearch.describe(result.setting()).isPresent()) {
      return "See what a schedule of any kernel could do here: "
          + suggestions.with("--kernel", "none");
    }
    if (mayEndBetter(result)) {
      return longer(result, suggestions);
    }
    if (!cost.isFeasible()) {
      return "Search with a buffer that is large enough: "
          + suggestions.with("--set", "bufferBytes=" + Math.round(cost.footprintBytes()));
    }
    Optional<Verification> replay = result.verification();
    Optional<Refinement> refined = replay.flatMap(Verification::refinement);
    boolean waits = replay.map(v -> v.gap().orElse(0) > WORTH_REFINING).orElse(true);
    if (ScheduleRefinement.isBound(result.setting().model()) && waits && refined.isEmpty()) {
      return "Replay the schedule with all waiting counted, and refine it: "
          + suggestions.with("--refine", Integer.toString(REPLAYS));
    }
    long replays = refined.map(Refinement::replays).orElse(0L);
    if (waits && replays >= REPLAYS && replays < MOST_REPLAYS) {
      return "Refine further to reduce waiting: "
          + suggestions.with("--refine", Long.toString(5 * replays));
    }
    if (result.whatIfs().isEmpty()) {
      return CostText.binds(cost)
          + "; see what more of each part would gain: "
          + suggestions.with("--what-if");
    }
    return suggestions
        .out()
        .map(file -> "Explain the schedule: explain --schedule " + file)
        .orElseGet(
            () ->
                "Save the schedule, then explain it with \"explain --schedule best.json\": "
                    + suggestions.with("--out", "best.json"));
  }

  /** Whether a longer search may find a schedule that is noticeably better. */
  private static boolean mayEndBetter(ResultDocument result) {
    OptionalDouble gap =
        result
            .verification()
            .map(Verification::gap)
            .filter(OptionalDouble::isPresent)
            .orElse(result.optimality().gap());
    return result.stop() != Stop.COMPLETE
        && result.optimality().status() != Status.PROVEN
        && gap.orElse(Double.POSITIVE_INFINITY) >= WORTH_SEARCHING;
  }

  private static String longer(ResultDocument result, Suggestions suggestions) {
    return switch (result.stop()) {
      case CANCELLED ->
          "Let the search finish, or give it a time limit: "
              + suggestions.with("--seconds", Long.toString(1 + (long) result.seconds()));
      case TIME ->
          "Search longer: "
              + suggestions.with(
                  "--seconds", Units.digits(10 * result.setting().budget().seconds()));
      default ->
          "Search longer: "
              + suggestions.with("--evaluations", Long.toString(10 * result.evaluations()));
    };
  }
}
