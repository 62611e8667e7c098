package org.flatsearch.experiments.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.text.DiffText;
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
      arity = "2",
      description = "Two schedules, or results of search or evaluate.")
  private List<Path> files = new ArrayList<>();

  @Mixin private TargetOptions targetOptions;
  @Mixin private ModelOption modelOption;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.check();
    CostModel model = modelOption.model();
    List<ScheduleFile> named = files.stream().map(ScheduleFile::read).toList();
    List<Target> targets = named.stream().map(targetOptions::of).toList();
    List<ScheduleFile> read =
        IntStream.range(0, named.size())
            .mapToObj(k -> named.get(k).fittedTo(targets.get(k)))
            .toList();
    ScheduleDiff diff =
        ScheduleDiff.of(
            side(read.get(0), targets.get(0)), side(read.get(1), targets.get(1)), model);
    List<String> notes =
        IntStream.range(0, read.size())
            .mapToObj(k -> read.get(k).notes(model, targets.get(k)))
            .flatMap(List::stream)
            .distinct()
            .toList();
    output.show(diff.toJson(), () -> DiffText.of(diff, notes));
    return ExitCode.OK;
  }

  private static DiffSide side(ScheduleFile file, Target target) {
    return new DiffSide(
        file.origin(), file.document().schedule(), target.accelerator(), target.workload());
  }
}
