package org.flatsearch.experiments.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.flatsearch.experiments.text.DiffText;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.diff.DiffSide;
import org.flatsearch.results.diff.ScheduleDiff;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code diff}: two schedules side by side. */
@Command(
    name = "diff",
    description = "Shows in which decisions two schedules differ, and what each costs, by part.",
    footer = {
      "",
      "Exit codes: 0 the schedules are compared, even if they differ, 1 the model failed, 2"
          + " wrong input."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class DiffCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Two schedules, or results of search or evaluate.")
  private List<Path> files = new ArrayList<>();

  @Mixin private TargetOptions targetOptions;
  @Mixin private ModelOption modelOption;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.check();
    if (files.size() != 2) {
      throw new InvalidInputException(
          "diff: name two files with schedules, found " + files.size() + ".");
    }
    ScheduleDiff diff =
        ScheduleDiff.of(side(files.get(0)), side(files.get(1)), modelOption.model());
    output.show(diff.toJson(), () -> DiffText.of(diff));
    return ExitCode.OK;
  }

  private DiffSide side(Path path) {
    ScheduleFile file = ScheduleFile.read(path);
    Target target = targetOptions.of(file);
    return new DiffSide(
        file.origin(), file.document().schedule(), target.accelerator(), target.workload());
  }
}
