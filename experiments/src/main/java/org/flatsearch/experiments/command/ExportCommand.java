package org.flatsearch.experiments.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.ScheduleExporters;
import org.flatsearch.schedule.AttentionSchedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: a schedule in the format of another tool. */
@Command(
    name = "export",
    description = "Writes a schedule in the format of another tool, or as a C program.",
    footer = {
      "",
      "Exit codes: 0 the files are written, 1 the export failed, the other tool would stop"
          + " at the files (but with --force) or, with --strict, count other words or cycles, 2"
          + " wrong input."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ScheduleOption scheduleOption;

  @Option(
      names = {"-t", "--to"},
      paramLabel = "FORMAT",
      required = true,
      description = "The format: a name from \"list formats\", such as timeloop or loopnest-c.")
  private String format;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description =
          "The folder for the files, created if it does not exist; by default the current one.")
  private Path folder = Path.of("");

  @Option(
      names = "--strict",
      description =
          "Fail and write nothing if words or cycles would change in the other tool (slots, which"
              + " no other tool has, do not count).")
  private boolean strict;

  @Option(names = "--force", description = "Write the files even if the other tool stops at them.")
  private boolean force;

  @Option(
      names = "--pad",
      description =
          "Pad the problem so that tiles and array divide it, for a format without ragged tiles.")
  private boolean pad;

  @Mixin private TargetOptions targetOptions;

  @Override
  public Integer call() {
    ScheduleExporter exporter = ScheduleExporters.named(format);
    ScheduleFile read = scheduleOption.read();
    Target target = targetOptions.of(read);
    ScheduleFile file = read.fittedTo(target);
    ExportedFiles exported = export(exporter, file, target);
    if (strict && !exported.notes().isEmpty()) {
      throw new CommandFailedException(
          ("%s: format '%s' would change words or cycles: %s Without --strict the"
                  + " files are written with these notes.")
              .formatted(file.origin(), exporter.format(), String.join(" ", exported.notes())));
    }
    if (!force && exported.obstacle().isPresent()) {
      throw new CommandFailedException(
          "%s: %s With --force the files are written nevertheless."
              .formatted(file.origin(), exported.obstacle().get()));
    }
    for (String name : exported.files().keySet()) {
      InputFiles.requireKept(spec.commandLine().getParseResult(), folder.resolve(name), "--out");
    }
    Optional<String> replaced = exported.replaced(folder);
    exported.writeTo(folder);
    List<String> notes = new ArrayList<>(exported.notes());
    notes.addAll(exported.remarks());
    replaced.ifPresent(notes::add);
    excess(file, target).ifPresent(notes::add);
    file.use().ifPresent(notes::add);
    file.flaw(target.workload()).ifPresent(notes::add);
    CommandErrors.note(spec.commandLine(), notes);
    PrintWriter out = spec.commandLine().getOut();
    exported.files().keySet().forEach(name -> out.println(folder.resolve(name)));
    return ExitCode.OK;
  }

  /** Says that a schedule does not fit the buffer, which no format is there to say. */
  private static Optional<String> excess(ScheduleFile file, Target target) {
    try {
      Cost cost = file.evaluate(CostModels.named(LoopNestModel.NAME), target).rated().cost();
      return cost.isFeasible()
          ? Optional.empty()
          : Optional.of(
              "The schedule does not fit the buffer of accelerator '%s': %s too many."
                  .formatted(
                      target.accelerator().name(),
                      Units.plural(Math.round(cost.violationBytes()), "byte")));
    } catch (InvalidInputException e) {
      return Optional.empty(); // The model cannot count so large a workload.
    }
  }

  private ExportedFiles export(ScheduleExporter exporter, ScheduleFile file, Target target) {
    try {
      AttentionSchedule schedule = file.document().schedule();
      return pad
          ? exporter.exportPadded(schedule, target.accelerator(), target.workload())
          : exporter.export(schedule, target.accelerator(), target.workload());
    } catch (InvalidInputException e) {
      throw new InvalidInputException(file.origin() + ": " + e.getMessage(), e);
    }
  }
}
