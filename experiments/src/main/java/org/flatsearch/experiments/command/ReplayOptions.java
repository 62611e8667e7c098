package org.flatsearch.experiments.command;

import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.run.Interruption;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.experiments.search.ScheduleReplay;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.json.InvalidInputException;
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
      names = "--refine",
      paramLabel = "N",
      description =
          "Then replay the schedule by model walk and refine it: replay up to N changes that the"
              + " model of the search does not rule out, and then the single changes that explain"
              + " shows until none is better. By default 1,500 after a search by model loopnest for"
              + " a single best schedule; 0 turns it off.")
  private Integer refine;

  /**
   * Checks the options.
   *
   * @throws InvalidInputException if a number is out of range, or the model gives no bound
   */
  void check(SearchPlan plan) {
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

  /**
   * The result with the replays that are wanted; unchanged if none are, or after Ctrl-C: a few
   * seconds are left then, in which to show what was found.
   */
  ResultDocument replay(PlannedSearch search, ResultDocument result, Interruption interruption) {
    boolean fits = result.searched().filter(best -> best.cost().isFeasible()).isPresent();
    int replays = replays(search.plan(), result);
    if (!fits || interruption.happened() || replays == 0) {
      return result;
    }
    long begin = System.nanoTime();
    CostModel walker = new WalkModel(interruption::happened);
    ScheduleReplay replay = new ScheduleReplay(walker, search.plan());
    Verification verification = replay.of(result.searched().get(), result.optimality());
    if (verification.replays().isEmpty() && interruption.happened()) {
      return result;
    }
    if (interruption.happened()) {
      return result.with(verification, secondsSince(begin));
    }
    double secondsLeft = search.plan().budget().seconds() - result.seconds();
    ScheduleRefinement refinement = new ScheduleRefinement(walker, search, replays, secondsLeft);
    interruption.onInterrupt(refinement::cancel);
    Verification refined =
        ProgressLine.during(
            "refining",
            refinement::progress,
            () -> refinement.of(verification, result.optimality()));
    return result.with(refined, secondsSince(begin));
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** How many variants of kernels are replayed at most. */
  int replaysOfKernels() {
    return refine == null ? DEFAULT_REPLAYS : refine;
  }

  private int replays(SearchPlan plan, ResultDocument result) {
    if (refine != null) {
      return refine;
    }
    return isBound(plan) && result.front().isEmpty() ? DEFAULT_REPLAYS : 0;
  }
}
