package org.flatsearch.experiments.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flatsearch.experiments.definition.Definition;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.run.Experiment;
import org.flatsearch.experiments.run.RunEstimate;
import org.flatsearch.experiments.run.RunExecutor;
import org.flatsearch.experiments.run.RunFolder;

/** What an experiment would do, and what it did. */
public final class ExperimentText {
  private ExperimentText() {}

  /**
   * What would be run, how long that takes, and what would be written.
   *
   * @param runs those that are not finished
   * @param all the number of all runs of the experiment
   */
  public static String plan(
      Definition definition,
      List<PlannedRun> runs,
      int all,
      RunFolder folder,
      RunExecutor executor,
      RunEstimate estimate) {
    Map<String, List<Run>> searches =
        runs.stream()
            .map(PlannedRun::run)
            .collect(Collectors.groupingBy(Run::search, LinkedHashMap::new, Collectors.toList()));
    Columns columns = new Columns("lrl");
    searches.forEach(
        (name, matrix) -> columns.row(name, Units.plural(matrix.size(), "run"), shape(matrix)));
    return definition.name()
        + ": "
        + (runs.size() < all ? Units.count(runs.size()) + " of " : "")
        + Units.plural(all, "run")
        + (runs.size() < all ? " left\n" : "\n")
        + columns.text("  ")
        + "Time      "
        + Units.about(estimate.seconds())
        + (executor.parallelism().isPresent() ? " with " : " of one core, shared by the cores of ")
        + executor.description()
        + ", estimated from a short trial of each kind of run"
        + (estimate.seconds() < 1 ? "" : "; proofs that end early take less")
        + replays(runs)
        + "\n"
        + "Writes    "
        + folder.headerFile()
        + "\n          "
        + folder.runsFile()
        + ", about "
        + Units.bytes(estimate.bytes())
        + "\n";
  }

  /** Instead of a plan, where nothing is left to be run. */
  public static String nothingLeft(Definition definition, int all, RunFolder folder) {
    return definition.name() + ": " + finished(all, all) + next(folder);
  }

  /** After a plan for a folder that has results. */
  public static String choiceOfExistingResults() {
    return "Results   are there already: --resume continues them, --restart discards them,"
        + " --out names another folder.\n";
  }

  private static String next(RunFolder folder) {
    return "\nNext      report " + Suggestions.quoted(folder.path().toString()) + "\n";
  }

  /** What runs differ in; of the axes that few experiments have, those with several values. */
  private static String shape(List<Run> runs) {
    return Units.plural(distinct(runs, run -> run.accelerator().name()), "accelerator")
        + " × "
        + Units.plural(distinct(runs, run -> run.workload().name()), "workload")
        + several(distinct(runs, Run::model), "model")
        + several(distinct(runs, Run::space), "space")
        + several(distinct(runs, Run::objective), "objective")
        + ", "
        + Units.plural(distinct(runs, ExperimentText::strategy), "strategy")
        + several(budgets(runs), "budget")
        + ", "
        + Units.plural(distinct(runs, Run::seed), "seed")
        + refine(runs.get(0).refine());
  }

  /** How a search refines; all of its runs do the same. */
  private static String refine(int replays) {
    return replays == 0 ? "" : ", refined by up to " + Units.plural(replays, "replay");
  }

  private static String replays(List<PlannedRun> runs) {
    long replays = runs.stream().mapToLong(planned -> planned.run().refine()).sum();
    return replays == 0
        ? ""
        : "\n          and up to "
            + Units.plural(replays, "replay")
            + ", a millisecond to a second each, not counted above";
  }

  private static String several(int count, String noun) {
    return count > 1 ? ", " + Units.plural(count, noun) : "";
  }

  private static String strategy(Run run) {
    return run.strategy() + run.parameters();
  }

  /** The most budgets of any strategy: a strategy may have budgets of its own. */
  private static int budgets(List<Run> runs) {
    Map<String, List<Run>> byStrategy =
        runs.stream().collect(Collectors.groupingBy(ExperimentText::strategy));
    return byStrategy.values().stream()
        .mapToInt(same -> distinct(same, Run::budget))
        .max()
        .orElse(0);
  }

  private static int distinct(List<Run> runs, Function<Run, Object> property) {
    return (int) runs.stream().map(property).distinct().count();
  }

  /** What was run. */
  public static String summary(
      Definition definition, RunFolder folder, Experiment.Summary summary) {
    return definition.name()
        + ": "
        + finished(summary)
        + (summary.tornLine() ? "; an incomplete line was redone" : "")
        + (summary.wrongProofs() == 0
            ? ""
            : "\nWRONG PROOF of "
                + Units.plural(summary.wrongProofs(), "problem")
                + ": a run found less than was proven to be the minimum; report says where")
        + "\nResults   "
        + folder.runsFile()
        + next(folder);
  }

  private static String finished(Experiment.Summary summary) {
    int runs = summary.runs();
    if (runs == 1 && summary.failed() == 0) {
      return summary.executed() == 1 ? "the run is finished" : "the run was finished before";
    }
    return (summary.failed() == 0
            ? "all " + Units.count(runs) + " runs are finished"
            : finished(runs - summary.failed(), runs))
        + (summary.executed() == runs
            ? ""
            : ", " + Units.count(summary.executed()) + " of them now");
  }

  /** Such as {@code 1 of 4 runs is finished}. */
  public static String finished(int finished, int runs) {
    return Units.count(finished)
        + " of "
        + Units.plural(runs, "run")
        + (finished == 1 ? " is finished" : " are finished");
  }

  /** That figures are not those of all runs yet. */
  public static String preview(int finished, int runs) {
    return "Only " + finished(finished, runs) + ": this is a preview.";
  }

  /**
   * What is kept of an experiment that was ended, and how to go on. More runs may finish while this
   * is shown.
   */
  public static String interrupted(
      Definition definition, RunFolder folder, int finished, int runs) {
    return ("%s: ended with at least %s of %s finished, which are kept in %s; the same"
            + " command with --resume continues.")
        .formatted(
            definition.name(), Units.count(finished), Units.plural(runs, "run"), folder.path());
  }

  /** Why runs failed: the first reason, and how many others there are. */
  public static String failures(Experiment.Summary summary) {
    Map.Entry<String, Run> first = summary.failures().entrySet().iterator().next();
    Run run = first.getValue();
    int others = summary.failures().size() - 1;
    return "%s failed; --resume tries again. %s on %s × %s by %s: %s%s"
        .formatted(
            Units.plural(summary.failed(), "run"),
            run.strategy(),
            run.accelerator().name(),
            run.workload().name(),
            run.model(),
            first.getKey(),
            others > 0 ? "; and " + Units.plural(others, "other reason") : "");
  }
}
