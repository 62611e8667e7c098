package org.flatsearch.experiments.command;

import java.nio.file.Path;
import org.flatsearch.json.InvalidInputException;
import picocli.CommandLine.Option;

/** The option that names the schedule to look at. */
final class ScheduleOption {
  @Option(
      names = {"-s", "--schedule"},
      paramLabel = "FILE",
      description = "The schedule: its document, or a result of search or evaluate.")
  private Path schedule;

  /** The file, read. */
  ScheduleFile read() {
    // Not left to picocli, which would report a misspelt option as a missing one.
    if (schedule == null) {
      throw new InvalidInputException(
          "--schedule is missing; name the JSON document of a schedule, such as one that search"
              + " wrote with --out.");
    }
    return ScheduleFile.read(schedule);
  }
}
