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
  void showsDecisionsAndCostsSideBySide() throws IOException {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun run = CommandRun.of("diff", schedule, other());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("shared row tile +32 +64 ")
        .containsPattern("V held +at the array +inside instance, 1 slot ")
        .contains("What each costs")
        .containsPattern("\n +busy PE array .*\n")
        .containsPattern("\n +DRAM words read ")
        .doesNotContain("Words", "onChip")
        .containsPattern("DRAM traffic +[0-9.]+ [KMG]iB +[0-9.]+ [KMG]iB +[0-9.]+×");
  }

  @Test
  void saysWhereTheWalkerExtrapolates() throws IOException {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);
    String extrapolated = "\n  Repeated parts were executed once and extrapolated.\n";

    String few =
        Files.writeString(
                folder.resolve("few.json"),
                ScheduleFiles.ROWS.replace("\"row\", \"tile\": 32", "\"row\", \"tile\": 512"))
            .toString();

    assertThat(CommandRun.of("diff", schedule, few, "-m=walk").out()).endsWith(extrapolated);
    assertThat(CommandRun.of("diff", few, schedule, "-m=walk").out()).endsWith(extrapolated);
    assertThat(CommandRun.of("diff", few, few, "-m=walk").out())
        .contains("What each costs")
        .doesNotContain(extrapolated);
    assertThat(CommandRun.of("diff", schedule, few, "-m=walk", "--format=json").out())
        .containsOnlyOnce("\"extrapolated\": true");
  }

  @Test
  void printsTheComparisonAsJson() throws IOException {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun run = CommandRun.of("diff", schedule, other(), "--format=json");

    assertThat(run.out()).contains("\"decision\": \"shared row tile\"").contains("\"figures\"");
  }

  @Test
  void wantsTwoFiles() {
    assertRefused(
        CommandRun.of("diff", "one.json"), "diff: name two files with schedules, found 1.");
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
