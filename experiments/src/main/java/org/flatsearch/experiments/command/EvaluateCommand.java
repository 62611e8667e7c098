package org.flatsearch.experiments.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.text.EvaluationText;
import org.flatsearch.results.EvaluationDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code evaluate}: what a given schedule costs. */
@Command(
    name = "evaluate",
    description = "Shows what a schedule costs on an accelerator.",
    footer = {
      "",
      "Exit codes: 0 the cost is shown, even of a schedule that does not fit, 1 the model failed,"
          + " 2 wrong input."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ScheduleOption scheduleOption;
  @Mixin private KernelOptions kernelOptions;
  @Mixin private TargetOptions targetOptions;
  @Mixin private ModelOption modelOption;
  @Mixin private OutputOptions output;
  @Mixin private TraceOptions trace;

  @Override
  public Integer call() {
    output.check();
    trace.check();
    CostModel model = modelOption.model();
    Optional<ScheduleFile> ofKernel = kernelOptions.read(targetOptions, scheduleOption.isGiven());
    ScheduleFile read = ofKernel.orElseGet(scheduleOption::read);
    Target target = ofKernel.flatMap(ScheduleFile::target).orElseGet(() -> targetOptions.of(read));
    ScheduleFile file = read.fittedTo(target);
    EvaluationDocument evaluation = file.evaluate(model, target);
    output.show(
        evaluation.toJson(), () -> EvaluationText.of(evaluation, file.notes(model, target)));
    trace.write(file.document().schedule(), target);
    return ExitCode.OK;
  }
}
