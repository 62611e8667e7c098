package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
  @TempDir Path folder;

  private String other() throws IOException {
    return Files.writeString(
            folder.resolve("other.json"),
            ScheduleFiles.ROWS
                .replace("\"row\", \"tile\": 32", "\"row\", \"tile\": 64")
                .replace(
                    "\"V\": {\"inside\": \"array\"}",
                    "\"V\": {\"inside\": \"instance\", \"slots\": 1}"))
        .toString();
  }

  @Test
  void printsTheComparisonAsJson() throws IOException {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun run = CommandRun.of("diff", schedule, other(), "--format=json");

    assertThat(run.out()).contains("\"decision\": \"shared row tile\"").contains("\"figures\"");
  }

  @Test
  void saysWhichOfTheTwoTheModelRefuses() throws IOException {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);
    Path online = folder.resolve("online.json");
    CommandRun.of("catalogue", "show", "-a=flat-edge", "-w=bert", "--out=" + online);

    assertRefused(
        CommandRun.of("diff", schedule, online.toString(), "--model=flat"),
        online + ": model 'flat' does not accept the schedule: ");
  }
}
