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
import org.flatsearch.experiments.run.ExperimentListener.Left;
import org.flatsearch.experiments.run.ExperimentListener.Progress;
import org.flatsearch.experiments.run.RunExecutor;
import org.flatsearch.experiments.run.RunFolder;

/** What an experiment would do, how far it is, and what it did. */
public final class ExperimentText {
  private ExperimentText() {}

  /**
   * What would be run, by what, and what would be written.
   *
   * @param runs those that are not finished
   * @param all the number of all runs of the experiment
   */
  public static String plan(
      Definition definition,
      List<PlannedRun> runs,
      int all,
      RunFolder folder,
      RunExecutor executor) {
    Map<String, List<Run>> searches =
        runs.stream()
            .map(PlannedRun::run)
            .collect(Collectors.groupingBy(Run::search, LinkedHashMap::new, Collectors.toList()));
    Columns columns = new Columns("lrl");
    searches.forEach(
        (name, matrix) -> columns.row(name, Units.plural(matrix.size(), "run"), shape(matrix)));
    String count =
        runs.size() == all
            ? Units.plural(all, "run")
            : "%s of %s left".formatted(Units.count(runs.size()), Units.plural(all, "run"));
    return """
    %s: %s
    %sBy        %s
    Writes    %s
              %s
    """
        .formatted(
            definition.name(),
            count,
            columns.text("  "),
            executor.description(),
            folder.headerFile(),
            folder.runsFile());
  }

  /** What runs differ in. */
  private static String shape(List<Run> runs) {
    return Units.plural(distinct(runs, run -> run.accelerator().name()), "accelerator")
        + " × "
        + Units.plural(distinct(runs, run -> run.workload().name()), "workload")
        + several(runs, each -> each.setting().model(), "model")
        + several(runs, each -> each.setting().space(), "space")
        + several(runs, each -> each.setting().objective(), "objective")
        + ", "
        + Units.plural(
            distinct(runs, run -> run.setting().strategy() + run.setting().parameters()),
            "strategy")
        + several(runs, each -> each.setting().budget(), "budget")
        + ", "
        + Units.plural(distinct(runs, each -> each.setting().seed()), "seed");
  }

  private static String several(List<Run> runs, Function<Run, Object> property, String noun) {
    int count = distinct(runs, property);
    return count > 1 ? ", " + Units.plural(count, noun) : "";
  }

  private static int distinct(List<Run> runs, Function<Run, Object> property) {
    return (int) runs.stream().map(property).distinct().count();
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
    return "\nNext      report " + Suggestions.quote(folder.path().toString()) + "\n";
  }

  /** How far an experiment is, in a line. */
  public static String progress(String name, Progress progress) {
    Left left = progress.left();
    return "%s: %s of %s runs, %s%s, %s"
        .formatted(
            name,
            Units.count(progress.finished()),
            Units.count(progress.runs()),
            progress.gap().isPresent()
                ? "best gap " + Units.percent(progress.gap().getAsDouble())
                : "nothing proven yet",
            progress.failed() == 0 ? "" : ", " + progress.failed() + " failed",
            left.seconds() == 0 && !left.isAll()
                ? "time left unknown"
                : (left.isAll() ? "" : "more than ") + Units.duration(left.seconds()) + " left");
  }

  /** Says that damaged lines are left out. */
  public static String damaged(String name, List<Long> numbers) {
    return "%s: damaged, and left out: %s of %s; \"run FILE --resume\" does their runs again."
        .formatted(name, lines(numbers), RunFolder.RUNS);
  }

  private static String lines(List<Long> numbers) {
    return (numbers.size() == 1 ? "line " : "lines ")
        + numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** What was run. */
  public static String summary(
      Definition definition, RunFolder folder, Experiment.Summary summary) {
    return "%s: %s%s%s%s%s\nResults   %s%s"
        .formatted(
            definition.name(),
            finished(summary.runs() - summary.failed(), summary.runs()),
            summary.executed() == summary.runs()
                ? ""
                : ", " + Units.count(summary.executed()) + " of them now",
            summary.tornLine() ? "; an incomplete line was redone" : "",
            summary.damaged().isEmpty() ? "" : "; redone: damaged " + lines(summary.damaged()),
            summary.wrongProofs() == 0
                ? ""
                : "\nWRONG PROOF of %s: a run found less than was proven to be the minimum; report says where"
                    .formatted(Units.plural(summary.wrongProofs(), "problem")),
            folder.runsFile(),
            next(folder));
  }

  /** Such as {@code 1 of 4 runs is finished}. */
  public static String finished(int finished, int runs) {
    if (finished == runs && runs > 1) {
      return "all " + Units.plural(runs, "run") + " are finished";
    }
    return "%s of %s %s finished"
        .formatted(Units.count(finished), Units.plural(runs, "run"), finished == 1 ? "is" : "are");
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
            run.setting().strategy(),
            run.accelerator().name(),
            run.workload().name(),
            run.setting().model(),
            first.getKey(),
            others > 0 ? "; and " + Units.plural(others, "other reason") : "");
  }
}
