package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.block.BlockResult.Level;
import org.flatsearch.experiments.kernel.KernelOnChip;
import org.flatsearch.experiments.kernel.KernelSearch;
import org.flatsearch.experiments.run.Interruption;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.experiments.search.WhatIfStudy;
import org.flatsearch.experiments.text.SearchText;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.WhatIf;
import org.flatsearch.search.InvalidParameterException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code search}: the best schedule of a workload on an accelerator. */
@Command(
    name = "search",
    description = "Finds the best schedule of an attention layer on an accelerator.",
    footer = {
      "",
      "Exit codes: 0 a schedule was found, 1 none fits or the search failed, 2 wrong input, 130"
          + " stopped with Ctrl-C. After Ctrl-C, and where the search failed or memory ran out (1),"
          + " the best schedule so far is shown.",
      "",
      "Example: search --accelerator flat-edge --workload bert --sequence 4096"
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class SearchCommand implements Callable<Integer> {
  /** What Ctrl-C cuts short before there is anything to show. */
  static final String NOTHING_YET = "stopped before a schedule was found";

  private static final List<String> GENERAL =
      List.of(
          "--strategy",
          "--space",
          "--start",
          "--param",
          "--audit",
          "--what-if",
          "--level",
          "--block");

  @Spec private CommandSpec spec;

  @Mixin private TargetOptions targetOptions;
  @Mixin private SearchOptions searchOptions;
  @Mixin private ReplayOptions replayOptions;
  @Mixin private OutputOptions output;

  @Option(
      names = "--what-if",
      description =
          "Search again with buffer, bandwidths, lanes and array halved and doubled; by default"
              + " with 2.5 million evaluations each, some seconds.")
  private boolean whatIf;

  @Option(
      names = "--level",
      paramLabel = "layer|block|model",
      defaultValue = "layer",
      description =
          "What to schedule: layer (the default), attention alone; block, also the projections and"
              + " the feed-forward part around it; model, all blocks. The last two show what each"
              + " operator costs and what fusion gains, by the model of the search; each with less"
              + " than a million evaluations by default.")
  private Level level;

  @Option(
      names = "--block",
      paramLabel = "NAME|FILE",
      description =
          "The block of --level block and model: a name from \"list blocks\", or a JSON file; by"
              + " default that of the workload.")
  private String block;

  @Override
  public Integer call() {
    try (Interruption interruption = new Interruption()) {
      interruption.onInterrupt(
          () -> {
            output.tellNotWritten(NOTHING_YET);
            interruption.endAtOnce();
          });
      output.check();
      return search(targetOptions.required(), interruption);
    }
  }

  private int search(Target target, Interruption interruption) {
    SearchPlan plan = searchOptions.plan(target);
    replayOptions.check(plan);
    List<KernelOnChip> kernels = searchOptions.kernels(target, generalOption());
    if (!kernels.isEmpty()) {
      return search(plan, kernels, interruption);
    }
    try {
      if (level != Level.LAYER || block != null) {
        return new BlockOptions(level, block, whatIf)
            .search(plan, searchOptions, output, interruption);
      }
      PlannedSearch search = new PlannedSearch(plan);
      ResultDocument found = find(search, interruption);
      return show(study(found, search, interruption), interruption);
    } catch (InvalidParameterException e) {
      throw searchOptions.refusal(e, plan.strategy());
    }
  }

  /** An option that was given and that concerns no kernel. */
  private Optional<String> generalOption() {
    ParseResult given = spec.commandLine().getParseResult();
    return GENERAL.stream().filter(given::hasMatchedOption).findFirst();
  }

  private int search(SearchPlan plan, List<KernelOnChip> kernels, Interruption interruption) {
    interruption.onInterrupt(() -> {});
    CostModel walker = new WalkModel(interruption::happened);
    int replays = replayOptions.replaysOfKernels();
    ResultDocument result =
        new KernelSearch(plan, kernels).run(walker, replays, interruption::happened);
    return show(result, interruption);
  }

  /** Runs the search. If it fails, shows what was found so far: it may have taken hours. */
  private ResultDocument find(PlannedSearch search, Interruption interruption) {
    try {
      return run("searching", search, interruption);
    } catch (OutOfMemoryError | PlugInFailedException e) {
      showIfAny(search.found());
      throw e;
    }
  }

  /**
   * The result with replays and the study, if wanted. If one of them fails, shows what there is.
   */
  private ResultDocument study(
      ResultDocument found, PlannedSearch search, Interruption interruption) {
    ResultDocument result = found;
    try {
      result = replayOptions.replay(search, result, interruption);
      if (whatIf) {
        SearchPlan plan = search.plan();
        SearchPlan each = plan.with(searchOptions.budgetOfOneOfMany(plan));
        result = result.with(whatIfs(search, WhatIfStudy.of(each), interruption));
      }
      return result;
    } catch (OutOfMemoryError | RuntimeException e) {
      showIfAny(result);
      throw e;
    }
  }

  private void showIfAny(ResultDocument result) {
    result.best().ifPresent(best -> show(result));
  }

  private void show(ResultDocument result) {
    output.show(
        result.toJson(),
        () -> SearchText.of(result, new Invocation(spec.commandLine())),
        result.best().orElseThrow().cost().isFeasible());
  }

  private static ResultDocument run(String task, PlannedSearch search, Interruption interruption) {
    interruption.onInterrupt(search::cancel);
    return ProgressLine.during(task, search::progress, search::run);
  }

  private List<WhatIf> whatIfs(
      PlannedSearch search, List<WhatIfStudy.Variant> variants, Interruption interruption) {
    List<WhatIf> found = new ArrayList<>();
    for (WhatIfStudy.Variant variant : variants) {
      // Asked before each is built: after Ctrl-C there is no time for that.
      if (!interruption.happened()) {
        // Lets go of the space before this one: with those of all rows, memory could run out.
        interruption.onInterrupt(search::cancel);
        String task = "what if " + (found.size() + 1) + "/" + variants.size();
        found.add(whatIf(variant, task, interruption));
      }
    }
    return found;
  }

  /** Nothing is found where a search is refused: the space may depend on what changes. */
  private WhatIf whatIf(WhatIfStudy.Variant variant, String task, Interruption interruption) {
    try {
      return variant.of(run(task, variant.search(), interruption));
    } catch (InvalidInputException e) {
      String row = variant.part().jsonName() + ", " + (variant.factor() < 1 ? "half" : "double");
      String note = "what if %s: the search found nothing; %s".formatted(row, e.getMessage());
      CommandErrors.note(spec.commandLine(), List.of(note));
      return variant.withoutResult();
    }
  }

  private int show(ResultDocument result, Interruption interruption) {
    boolean cancelled = interruption.happened() || result.stop() == Stop.CANCELLED;
    if (result.best().isEmpty()) {
      if (cancelled) {
        output.tellNotWritten(NOTHING_YET);
        return Interruption.EXIT_CODE;
      }
      throw new CommandFailedException(SearchText.endedEarly(result));
    }
    show(result);
    if (cancelled) {
      return Interruption.EXIT_CODE;
    }
    if (!result.best().get().cost().isFeasible()) {
      throw new CommandFailedException(SearchText.infeasible(result));
    }
    return ExitCode.OK;
  }
}
