package org.flatsearch.experiments.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.kernel.KernelOnChip;
import org.flatsearch.experiments.kernel.Variant;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.ScheduleDocument;
import picocli.CommandLine.Option;

/** The options that name a schedule by a kernel and its parameters. */
final class KernelOptions {
  @Option(
      names = "--kernel",
      paramLabel = "NAME|FILE",
      description =
          "In place of a schedule: that of a kernel, a name from \"list kernels\" or a JSON file,"
              + " with its figures.")
  private String kernel;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=N",
      split = ",",
      description = "A parameter of the kernel, which else has its default; may be repeated.")
  private Map<String, Integer> parameters = new LinkedHashMap<>();

  /** The schedule and what it is for; empty if no kernel is named. */
  Optional<ScheduleFile> read(TargetOptions targetOptions, boolean hasSchedule) {
    if (kernel == null && !parameters.isEmpty()) {
      throw new InvalidInputException("--parameter: is one of a kernel; name it with --kernel.");
    }
    if (kernel == null) {
      if (!hasSchedule) {
        throw new InvalidInputException(
            "--schedule is missing; give it a file, or name a kernel with --kernel.");
      }
      return Optional.empty();
    }
    if (hasSchedule) {
      throw new InvalidInputException(
          "--kernel: has a schedule of its own, so give either --schedule or --kernel.");
    }
    Target target = targetOptions.required();
    Variant variant =
        KernelOnChip.of(Kernel.named(kernel), target.accelerator(), target.workload())
            .variant(parameters);
    variant
        .excess()
        .ifPresent(
            excess -> {
              throw new InvalidInputException(variant + " cannot run: " + excess + ".");
            });
    Target seen = new Target(variant.accelerator(), variant.workload());
    MadeFor madeFor = new MadeFor(seen.accelerator().name(), seen.workload().name());
    return Optional.of(
        new ScheduleFile(
            "kernel " + variant,
            new ScheduleDocument(variant.schedule(), Optional.of(madeFor)),
            Optional.of(seen),
            Optional.empty(),
            Optional.empty()));
  }
}
