package org.flatsearch.experiments.text;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.results.Optimality.Status;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Stop;
import org.flatsearch.results.Verification;
import org.flatsearch.search.Tolerance;

/** What to try after a search. */
final class NextStep {
  private static final int REPLAYS = 100;

  /**
   * After this many replays no more are suggested: by then the climb has hardly anything left to
   * try.
   */
  private static final int MOST_REPLAYS = 2_000;

  private static final int TIMES_MORE = 5;
  private static final double WORTH_REFINING = 0.02;

  /**
   * Less than anyone can measure, but far more than the difference between an optimum and its
   * neighbours.
   */
  private static final String TOLERANCE = "0.1%";

  /** The same as a fraction: a longer search that can gain no more is not worth its time. */
  private static final double WORTH_SEARCHING = 0.001;

  private NextStep() {}

  static String of(ResultDocument result, Suggestions suggestions) {
    return "Next\n  " + advice(result, suggestions) + "\n";
  }

  /**
   * Whether the schedule may take longer than the model of the search says, and no schedule that
   * waits less was looked for.
   */
  private static boolean waits(ResultDocument result) {
    if (!ScheduleRefinement.isBound(result.setting().model())) {
      return false;
    }
    Optional<Verification> replay = result.verification();
    return replay.isEmpty()
        || replay.get().refinement().isEmpty() && replay.get().gap().orElse(0) > WORTH_REFINING;
  }

  /** Whether more replays may find a schedule that is closer to the proven bound. */
  private static boolean mayWaitLess(ResultDocument result) {
    return result
        .verification()
        .filter(replay -> replay.gap().orElse(0) > WORTH_REFINING)
        .flatMap(Verification::refinement)
        .filter(tried -> tried.replays() >= REPLAYS && tried.replays() < MOST_REPLAYS)
        .isPresent();
  }

  /** Whether the search found a schedule that fits by its model. */
  private static boolean isFeasible(ResultDocument result) {
    return result.best().orElseThrow().cost().isFeasible();
  }

  /** Whether the search was for one best schedule, and nothing else. */
  private static boolean isForOneBest(ResultDocument result) {
    return result.front().isEmpty() && result.whatIfs().isEmpty();
  }

  /**
   * Whether more time may lead to a schedule that is noticeably better than both the one that was
   * found and the one that its refinement led to. With a tolerance, many schedules are equal, so
   * that one may be far better in a later metric. If the schedule does not fit, any that fits is
   * better.
   */
  private static boolean isWorthMoreTime(ResultDocument result) {
    if (result.setting().tolerance() > 0 || !isFeasible(result)) {
      return true;
    }
    boolean isReplayBounded =
        result.verification().map(Verification::gap).orElse(OptionalDouble.empty()).isPresent();
    return isNotablyAboveBounds(result.best().orElseThrow().cost(), result)
        && (!isReplayBounded || isNotablyAboveBounds(SearchText.cost(result), result));
  }

  /**
   * Whether the first metric that is above its proven bound is so noticeably; later ones only
   * decide between equals.
   */
  private static boolean isNotablyAboveBounds(Cost cost, ResultDocument result) {
    List<Double> bounds = result.optimality().lowerBound();
    for (int k = 0; k < bounds.size(); k++) {
      double value = CostMetrics.value(cost, result.setting().objective().get(k));
      if (Tolerance.NONE.compare(value, bounds.get(k)) > 0) {
        return value >= bounds.get(k) * (1 + WORTH_SEARCHING);
      }
    }
    return bounds.size() < result.setting().objective().size();
  }

  private static String longer(ResultDocument result, Suggestions suggestions) {
    if (result.stop() == Stop.CANCELLED) {
      return "Let the search finish, or give it a time limit: "
          + suggestions.with("--seconds", Long.toString(1 + (long) result.seconds()));
    }
    if (result.stop() == Stop.TIME) {
      return "Search longer: "
          + suggestions.with(
              "--seconds",
              Units.digits(10 * result.setting().budgetSeconds().orElse(result.seconds())));
    }
    return "Search longer: "
        + suggestions.with("--evaluations", Long.toString(10 * result.evaluations()));
  }

  private static String advice(ResultDocument result, Suggestions suggestions) {
    Cost cost = SearchText.cost(result);
    boolean mayEndBetter =
        result.optimality().status() != Status.PROVEN
            && result.stop() != Stop.COMPLETE
            && isWorthMoreTime(result);
    // A longer search may find a schedule that fits by its own model, but not one that fits by the
    // replay.
    if (mayEndBetter && (cost.isFeasible() || !isFeasible(result))) {
      return longer(result, suggestions);
    }
    if (!cost.isFeasible()) {
      // By a model that lets schedules spill, the best one with a larger buffer may be larger too.
      String enough = isFeasible(result) ? "in which this schedule fits" : "that is large enough";
      return "Search with a buffer "
          + enough
          + ": "
          + suggestions.with("--set", "bufferBytes=" + Math.round(cost.footprintBytes()));
    }
    if (waits(result)) {
      return "Replay the schedule with all waiting counted, and refine it: "
          + suggestions.with("--refine", Integer.toString(REPLAYS));
    }
    if (mayWaitLess(result)) {
      long replays = result.verification().flatMap(Verification::refinement).get().replays();
      return "Refine further to reduce waiting: "
          + suggestions.with("--refine", Long.toString(TIMES_MORE * replays));
    }
    List<String> objective = result.setting().objective();
    if (objective.size() > 1
        && objective.stream().limit(2).noneMatch(metric -> CostMetrics.value(cost, metric) == 0)
        && result.setting().tolerance() == 0
        && isForOneBest(result)) {
      return "Choose by %s among schedules of nearly equal %s: %s"
          .formatted(
              objective.get(1), objective.get(0), suggestions.with("--tolerance", TOLERANCE));
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
}
