package org.flatsearch.experiments.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.flatsearch.experiments.text.ScheduleText;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.results.exchange.ScheduleImporter;
import org.flatsearch.results.exchange.ScheduleImporters;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.spec.AttentionWorkload;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: a schedule from the mapping of another tool. */
@Command(
    name = "import",
    description = "Reads the mapping of another tool as a schedule.",
    footer = {
      "",
      "With --workload, the mapping is checked to be one of this workload; with --accelerator as"
          + " well, the schedule says that it was made for both, and tensors get two slots where"
          + " there is room.",
      "",
      "Exit codes: 0 the mapping is read, 1 the import failed, 2 wrong input.",
      "",
      "Example: import --from timeloop logit.map.yaml attend.map.yaml -w bert -o schedule.json"
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      required = true,
      description = "The format: a name from \"list formats\", such as tileflow.")
  private String format;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "The files of one mapping, in any order.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--as-is",
      description =
          "Keep the mapping's use of the array by smaller tiles, where the same words move; a"
              + " schedule fills the array as far as its tiles go. Needs --accelerator and"
              + " --workload.")
  private boolean asIs;

  @Mixin private TargetOptions targetOptions;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.check();
    ScheduleImporter importer = ScheduleImporters.named(format);
    ImportedSchedule imported = read(importer);
    Optional<AttentionWorkload> alone = targetOptions.workloadAlone();
    Optional<Target> target = alone.isPresent() ? Optional.empty() : targetOptions.ifNamed();
    if (asIs && target.isEmpty()) {
      throw new InvalidInputException(
          "--as-is needs to know the array: give --accelerator and --workload.");
    }
    alone.ifPresent(workload -> imported.requireMadeFor(workload, origin()));
    ImportedSchedule fitted =
        target
            .map(
                t ->
                    imported
                        .on(t.accelerator(), t.workload(), asIs, origin())
                        .withSlots(t.accelerator(), t.workload(), origin()))
            .orElse(imported);
    ScheduleDocument document =
        new ScheduleDocument(
            fitted.schedule(),
            target.map(t -> new MadeFor(t.accelerator().name(), t.workload().name())));
    CommandErrors.note(spec.commandLine(), fitted.notes());
    if (target.isEmpty()) {
      imported.arrayNote().ifPresent(n -> CommandErrors.note(spec.commandLine(), List.of(n)));
      CommandErrors.note(
          spec.commandLine(),
          List.of(
              "The mapping has no slots: each buffered tensor gets one; with --accelerator and"
                  + " --workload, two where there is room."));
    }
    output.show(document.toJsonOfFile(), () -> ScheduleText.of(fitted));
    return ExitCode.OK;
  }

  private ImportedSchedule read(ScheduleImporter importer) {
    try {
      return importer.read(files);
    } catch (IllegalScheduleException e) {
      // The importer leaves it to the schedule's own rules to refuse a mapping that is not a
      // schedule.
      throw new InvalidInputException(origin() + ": " + e.getMessage() + ".", e);
    }
  }

  private String origin() {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
