package org.flatsearch.experiments.command;

import java.util.concurrent.Callable;
import org.flatsearch.experiments.cpu.Tuning;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tune}: the schedules that a model finds best, timed on this CPU. */
@Command(
    name = "tune",
    description =
        "Compiles the kernel with the best tiles by model walk, times them"
            + " on this CPU in turns, and shows predicted beside measured times. As many threads"
            + " work as the accelerator has cores.",
    footer = {
      "",
      "Exit codes: 0 the schedules are timed, 1 the model failed, 2 wrong input.",
      "",
      "Example: tune -a this-cpu.json -w llama-3-8b-prefill --bytes Q=4,K=4,V=4,O=4 --out best.json"
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class TuneCommand implements Callable<Integer> {
  @Mixin private TargetOptions targetOptions;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many schedules to time; 8 by default.")
  private int count;

  @Option(
      names = "--grid",
      description =
          "Time a grid of eight by eight tiles instead, and say how well the model ranks them.")
  private boolean isGrid;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long to time them, in at least three rounds; 10 by default.")
  private double seconds;

  @Option(
      names = "--compiler",
      paramLabel = "COMMAND",
      defaultValue = "gcc",
      description = "The C compiler: gcc (the default), clang, or another one like these.")
  private String compiler;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.check();
    OptionRules.requireAtLeast("--count", count, 1);
    Target target = targetOptions.required();
    Tuning tuning =
        new Tuning(target.accelerator(), target.workload(), compiler, isGrid ? 0 : count, seconds);
    output.show(tuning.document(), tuning::text);
    return ExitCode.OK;
  }
}
