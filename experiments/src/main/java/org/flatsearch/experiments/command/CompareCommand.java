package org.flatsearch.experiments.command;

import java.util.concurrent.Callable;
import org.flatsearch.experiments.compare.ComparisonDocument;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.experiments.text.ComparisonText;
import org.flatsearch.experiments.text.ExperimentText;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compare}: the strategies of experiments side by side. */
@Command(
    name = "compare",
    description =
        "Compares the strategies of experiments: how often they reach targets, how fast, and which"
            + " differences are significant.",
    footer = {
      "",
      "Exit codes: 0 the strategies are compared, 1 the comparison failed, 2 wrong input.",
      "",
      "Example: compare results/runs/strategy-comparison --problems"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CompareCommand implements Callable<Integer> {
  @Mixin private FolderArguments folders;
  @Mixin private OutputOptions output;

  @Option(names = "--problems", description = "Also show each problem.")
  private boolean problems;

  @Override
  public Integer call() {
    output.check();
    ComparedFolders compared = new ComparedFolders();
    for (RunFolder folder : folders.all()) {
      compared.add(folder, folder.header(), folders.runs(folder));
    }
    StrategyComparison comparison = StrategyComparison.of(compared.runs());
    int finished = compared.runs().size();
    int planned = compared.planned();
    output.show(
        ComparisonDocument.of(comparison).put("plannedRuns", planned).put("finishedRuns", finished),
        () ->
            (finished < planned ? ExperimentText.preview(finished, planned) + "\n" : "")
                + ComparisonText.of(comparison)
                + (problems ? ComparisonText.problems(comparison) : ""));
    return ExitCode.OK;
  }
}
