package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.experiments.search.ScheduleReplay;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.experiments.search.WhatIfStudy;
import org.flatsearch.experiments.text.InfeasibleText;
import org.flatsearch.experiments.text.SearchText;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Verification;
import org.flatsearch.results.WhatIf;
import org.flatsearch.search.EvaluationFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code search}: the best schedule of a workload on an accelerator. */
@Command(
    name = "search",
    description = "Finds the best schedule of an attention layer on an accelerator.",
    footer = {
      "",
      "Exit codes: 0 a schedule was found, 1 none fits or the search failed,",
      "2 wrong input, 130 Ctrl-C ended the search, whose best schedule is shown.",
      "",
      "Example: search --accelerator flat-edge --workload bert --sequence 4096"
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class SearchCommand implements Callable<Integer> {
  /** What a shell reports for a program that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  private static final String WALKER = "walk";

  /** The model whose latency never exceeds the walker's. */
  private static final String BOUND = "loopnest";

  @Spec private CommandSpec spec;

  @Mixin private TargetOptions targetOptions;
  @Mixin private SearchOptions searchOptions;
  @Mixin private OutputOptions output;

  @Option(
      names = "--verify",
      paramLabel = "K",
      description =
          "Replay the best K schedules that the search evaluated (or their neighbours, if it"
              + " evaluated fewer) by model walk, and rank them by that.")
  private Integer verify;

  @Option(
      names = "--refine",
      paramLabel = "N",
      description =
          "Then change the schedule that is best by model walk, and replay up to N changes that the"
              + " model of the search does not rule out.")
  private Integer refine;

  @Option(
      names = "--what-if",
      description = "Search again with buffer, bandwidths, lanes and array halved and doubled.")
  private boolean whatIf;

  @Override
  public Integer call() {
    output.check();
    requirePositive("--verify", verify);
    requirePositive("--refine", refine);
    SearchPlan plan = searchOptions.plan(targetOptions.required());
    if (refine != null && !plan.model().name().equals(BOUND)) {
      throw new InvalidInputException(
          "--refine: takes what model '%s' gives for a lower bound of what '%s' gives, so it needs --model=%s, found '%s'."
              .formatted(BOUND, WALKER, BOUND, plan.model().name()));
    }
    int replays = verify != null ? verify : refine != null ? 1 : 0;
    PlannedSearch search = new PlannedSearch(plan, replays);
    try (Interruption interruption = new Interruption()) {
      ResultDocument result = run(search, interruption);
      if (replays > 0 && result.best().isPresent()) {
        result = result.with(replay(search, result.optimality(), interruption));
      }
      if (whatIf) {
        result = result.with(study(plan, interruption));
      }
      return show(result, interruption);
    } catch (EvaluationFailedException e) {
      throw new CommandFailedException("The search ended: " + e.getMessage() + ".", e);
    }
  }

  private static ResultDocument run(PlannedSearch search, Interruption interruption) {
    interruption.onInterrupt(search::cancel);
    return Progress.during("searching", search::progress, search::run);
  }

  private static void requirePositive(String option, Integer value) {
    if (value != null && value < 1) {
      throw new InvalidInputException(
          option + ": must be a whole number of at least 1, found " + value + ".");
    }
  }

  private Verification replay(
      PlannedSearch search, Optimality optimality, Interruption interruption) {
    CostModel walker = ModelOption.named(WALKER);
    Verification replayed =
        new ScheduleReplay(walker, search.plan()).of(search.bestSchedules(), optimality);
    if (refine == null || interruption.happened()) {
      return replayed;
    }
    ScheduleRefinement refinement = new ScheduleRefinement(walker, search, refine);
    interruption.onInterrupt(refinement::cancel);
    return Progress.during(
        "refining", refinement::progress, () -> refinement.of(replayed, optimality));
  }

  private static List<WhatIf> study(SearchPlan plan, Interruption interruption) {
    List<WhatIfStudy.Variant> variants = WhatIfStudy.of(plan);
    List<WhatIf> whatIfs = new ArrayList<>();
    for (WhatIfStudy.Variant variant : variants) {
      interruption.onInterrupt(variant.search()::cancel);
      if (!interruption.happened()) {
        String task = "what if " + (whatIfs.size() + 1) + "/" + variants.size();
        whatIfs.add(Progress.during(task, variant.search()::progress, variant::run));
      }
    }
    return whatIfs;
  }

  private int show(ResultDocument result, Interruption interruption) {
    boolean cancelled = interruption.happened() || result.stop().equals("cancelled");
    if (result.best().isEmpty()) {
      if (cancelled) {
        return INTERRUPTED;
      }
      throw new CommandFailedException("The search ended before it evaluated a schedule.", null);
    }
    output.show(
        result.toJson(), () -> SearchText.of(result, new Invocation(spec.commandLine())::with));
    if (cancelled) {
      return INTERRUPTED;
    }
    if (!result.best().get().cost().isFeasible()) {
      throw new CommandFailedException(InfeasibleText.of(result), null);
    }
    return ExitCode.OK;
  }
}
