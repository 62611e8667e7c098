package org.flatsearch.experiments.command;

import java.util.concurrent.Callable;
import org.flatsearch.experiments.search.PlannedProblem;
import org.flatsearch.experiments.search.SpaceDocument;
import org.flatsearch.experiments.text.SpaceText;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code space}: what a search chooses from, and what restrictions leave of it. */
@Command(
    name = "space",
    description =
        "Shows what a search chooses from: the decisions of a space, and the values of each that"
            + " --require leaves.",
    footer = {"", "Exit codes: 0 the space is shown, 1 the model or space failed, 2 wrong input."},
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class SpaceCommand implements Callable<Integer> {
  @Mixin private TargetOptions targetOptions;
  @Mixin private SpaceOptions spaceOptions;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.check();
    Target target = targetOptions.required();
    SpaceDocument document =
        new SpaceDocument(
            PlannedProblem.of(
                spaceOptions.model(),
                spaceOptions.space(),
                target.accelerator(),
                target.workload(),
                spaceOptions.restrictions()));
    output.show(document.toJson(), () -> SpaceText.of(document));
    return ExitCode.OK;
  }
}
