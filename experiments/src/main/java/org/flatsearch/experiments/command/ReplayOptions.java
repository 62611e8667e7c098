package org.flatsearch.experiments.command;

import java.util.List;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.run.Interruption;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.experiments.search.ScheduleReplay;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Verification;
import picocli.CommandLine.Option;

/**
 * The options that say what the reference walker does with the schedules of a search.
 *
 * <p>By default, what a search by {@code loopnest} finds is replayed and refined: that model's
 * latency is a lower bound, and the optimum of a bound tends to lie where the bound leaves
 * something out.
 */
final class ReplayOptions {
  private static final int DEFAULT_REPLAYS = 1_500;

  @Option(
      names = "--verify",
      paramLabel = "K",
      description =
          "Replay the K best schedules of the search by model walk, and rank them by the result"
              + " (neighbours fill up if the search evaluated fewer). --seconds does not limit it.")
  private Integer verify;

  @Option(
      names = "--refine",
      paramLabel = "N",
      description =
          "Then refine the schedule that is best by model walk: replay up to N changes that the"
              + " model of the search does not rule out. By default 1,500 after a search by model"
              + " loopnest for a single best schedule; 0 turns it off.")
  private Integer refine;

  /**
   * Checks the options.
   *
   * @throws InvalidInputException if a number is out of range, or the model gives no bound
   */
  void check(SearchPlan plan) {
    OptionRules.requireAtLeast("--verify", verify, 1);
    OptionRules.requireAtLeast("--refine", refine, 0);
    if (refine != null && refine > 0 && !isBound(plan)) {
      String bound = ScheduleRefinement.BOUND;
      throw new InvalidInputException(
          "--refine: uses the figures of model '%s' as lower bounds of those of '%s', so it needs --model=%s, found '%s'."
              .formatted(bound, ScheduleRefinement.WALKER, bound, plan.model().name()));
    }
  }

  private static boolean isBound(SearchPlan plan) {
    return ScheduleRefinement.isBound(plan.model().name());
  }

  /** The search of a plan, which remembers as many schedules as are to be replayed. */
  PlannedSearch search(SearchPlan plan) {
    return new PlannedSearch(plan, verify == null ? 0 : verify);
  }

  /**
   * The result with the replays that are wanted; unchanged if none are, or after Ctrl-C: a few
   * seconds are left then, in which to show what was found.
   */
  ResultDocument replay(PlannedSearch search, ResultDocument result, Interruption interruption) {
    boolean fits = result.best().filter(best -> best.cost().isFeasible()).isPresent();
    int replays = replays(search.plan(), result);
    if (!fits || interruption.happened() || verify == null && replays == 0) {
      return result;
    }
    CostModel walker = new WalkModel(interruption::happened);
    ScheduleReplay replay = new ScheduleReplay(walker, search.plan());
    interruption.onInterrupt(search::cancel);
    List<RatedSchedule> schedules = schedules(search, result.best().get());
    if (interruption.happened()) {
      return result;
    }
    interruption.onInterrupt(replay::cancel);
    Verification verification = replay.of(schedules, result.optimality());
    if (verification.replays().isEmpty() && interruption.happened()) {
      return result;
    }
    if (replays == 0 || interruption.happened()) {
      return result.with(verification);
    }
    double secondsLeft = search.plan().budget().seconds() - result.seconds();
    ScheduleRefinement refinement = new ScheduleRefinement(walker, search, replays, secondsLeft);
    interruption.onInterrupt(refinement::cancel);
    return result.with(
        ProgressLine.during(
            "refining",
            refinement::progress,
            () -> refinement.of(verification, result.optimality())));
  }

  /**
   * The schedules to replay, the best first. The best is not among those of the search if a search
   * of a what-if study found it.
   */
  private List<RatedSchedule> schedules(PlannedSearch search, RatedSchedule best) {
    return verify == null ? List.of(best) : search.bestSchedules(best);
  }

  private int replays(SearchPlan plan, ResultDocument result) {
    if (refine != null) {
      return refine;
    }
    return isBound(plan) && result.front().isEmpty() ? DEFAULT_REPLAYS : 0;
  }
}
