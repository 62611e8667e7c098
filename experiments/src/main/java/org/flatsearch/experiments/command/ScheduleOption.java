package org.flatsearch.experiments.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the schedule to look at. */
final class ScheduleOption {
  @Option(
      names = {"-s", "--schedule"},
      paramLabel = "FILE",
      required = true,
      description = "The schedule: its document, or a result of search or evaluate.")
  private Path schedule;

  /** The file, read. */
  ScheduleFile read() {
    return ScheduleFile.read(schedule);
  }
}
