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

  /** Whether a file is named. */
  boolean isGiven() {
    return schedule != null;
  }

  /** The file, read. */
  ScheduleFile read() {
    if (schedule == null) {
      throw new InvalidInputException(
          "--schedule is missing; give it the file of a schedule or of a result.");
    }
    return ScheduleFile.read(schedule);
  }
}
