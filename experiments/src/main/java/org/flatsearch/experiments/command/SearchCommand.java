package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.flatsearch.experiments.run.Interruption;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.experiments.search.SharedSchedules;
import org.flatsearch.experiments.search.WhatIfStudy;
import org.flatsearch.experiments.text.SearchText;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.WhatIf;
import org.flatsearch.search.EvaluationFailedException;
import org.flatsearch.search.InvalidParameterException;
import org.flatsearch.search.StrategyFailedException;
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
      "Exit codes: 0 a schedule was found, 1 none fits or the search failed, 2 wrong input, 130"
          + " stopped with Ctrl-C (the best schedule so far is shown).",
      "",
      "Example: search --accelerator flat-edge --workload bert --sequence 4096"
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class SearchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TargetOptions targetOptions;
  @Mixin private SearchOptions searchOptions;
  @Mixin private ReplayOptions replayOptions;
  @Mixin private OutputOptions output;

  @Option(
      names = "--what-if",
      description =
          "Search again with buffer, bandwidths, lanes and array halved and doubled; by default"
              + " with 250,000 evaluations each, some seconds.")
  private boolean whatIf;

  @Override
  public Integer call() {
    output.check();
    SearchPlan plan = searchOptions.plan(targetOptions.required());
    replayOptions.check(plan);
    try (Interruption interruption = new Interruption()) {
      PlannedSearch search = replayOptions.search(plan);
      ResultDocument result = run(search, interruption);
      result = replayOptions.replayed(search, result, interruption);
      if (whatIf) {
        SearchPlan each = plan.with(searchOptions.budgetOfOneOfMany(plan));
        result = withStudy(result, search, WhatIfStudy.of(each), interruption);
      }
      return show(result, interruption);
    } catch (InvalidParameterException e) {
      throw searchOptions.refused(e, plan.strategy());
    } catch (EvaluationFailedException | StrategyFailedException e) {
      throw new CommandFailedException("The search ended: " + e.getMessage() + ".", e);
    }
  }

  private static ResultDocument run(PlannedSearch search, Interruption interruption) {
    interruption.onInterrupt(search::cancel);
    return TaskProgress.during("searching", search::progress, search::run);
  }

  private ResultDocument withStudy(
      ResultDocument result,
      PlannedSearch search,
      List<WhatIfStudy.Variant> variants,
      Interruption interruption) {
    List<WhatIf> found = study(variants, interruption);
    SharedSchedules shared = SharedSchedules.of(result, found);
    List<WhatIf> whatIfs = new ArrayList<>();
    for (int k = 0; k < found.size(); k++) {
      whatIfs.add(shared.improve(found.get(k), variants.get(k).search()));
    }
    ResultDocument improved = shared.improve(result, search);
    ResultDocument studied = improved.with(whatIfs);
    return improved == result ? studied : replayOptions.replayed(search, studied, interruption);
  }

  private static List<WhatIf> study(List<WhatIfStudy.Variant> variants, Interruption interruption) {
    List<WhatIf> whatIfs = new ArrayList<>();
    for (WhatIfStudy.Variant variant : variants) {
      interruption.onInterrupt(variant.search()::cancel);
      if (!interruption.happened()) {
        String task = "what if " + (whatIfs.size() + 1) + "/" + variants.size();
        whatIfs.add(TaskProgress.during(task, variant.search()::progress, variant::run));
      }
    }
    return whatIfs;
  }

  private int show(ResultDocument result, Interruption interruption) {
    boolean cancelled = interruption.happened() || result.stop().equals("cancelled");
    if (result.best().isEmpty()) {
      if (cancelled) {
        return Interruption.EXIT_CODE;
      }
      throw new CommandFailedException(
          SearchText.endedEarly(result.setting().strategy(), result.stop(), result.seconds()));
    }
    output.show(result.toJson(), () -> SearchText.of(result, new Invocation(spec.commandLine())));
    if (cancelled) {
      return Interruption.EXIT_CODE;
    }
    if (!result.best().get().cost().isFeasible()) {
      throw new CommandFailedException(SearchText.infeasible(result));
    }
    return ExitCode.OK;
  }
}
