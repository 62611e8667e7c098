package org.flatsearch.experiments.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.explain.Explanation;
import org.flatsearch.experiments.text.ExplanationText;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code explain}: why a given schedule costs what it costs. */
@Command(
    name = "explain",
    description =
        "Explains a schedule: where tensors live, cost by part, what binds, what other choices"
            + " would change.",
    footer = {
      "",
      "Exit codes: 0 the schedule is explained, even one that does not fit, 1 the model failed,"
          + " 2 wrong input."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class ExplainCommand implements Callable<Integer> {
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
    Explanation explanation = Explanation.of(file.evaluate(model, target), model);
    output.show(
        explanation.toJson(), () -> ExplanationText.of(explanation, file.notes(model, target)));
    trace.write(file.document().schedule(), target);
    return ExitCode.OK;
  }
}
