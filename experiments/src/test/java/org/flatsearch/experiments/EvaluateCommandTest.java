package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateCommandTest {
  @TempDir Path folder;

  @Test
  void takesAcceleratorAndWorkloadFromTheSchedule() {
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--schedule",
            ScheduleFiles.write(folder, ScheduleFiles.ROWS),
            "--model=flat");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("flat-edge: 32×32 PEs")
        .contains("bert-1024: batch 64, 12 heads of 64, 1,024 queries × 1,024 keys")
        .contains("for row in 32 tiles of 32\n")
        .contains("% of the buffer of 512 KiB")
        .contains("Bound by ");
  }

  @Test
  void writesTheDocumentToAFileThatItReadsAgain() throws Exception {
    Path out = folder.resolve("evaluation.json");
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun first =
        CommandRun.of("evaluate", "-s", schedule, "-m", "flat", "-f", "json", "-o", out.toString());
    CommandRun again = CommandRun.of("evaluate", "-s", out.toString(), "-m", "flat", "-f", "json");

    assertThat(Files.readString(out)).isEqualTo(first.out());
    assertThat(again.out()).isEqualTo(first.out());
  }

  @Test
  void evaluatesOnAnAcceleratorWithOtherFigures() {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun run =
        CommandRun.of("evaluate", "-s", schedule, "-m", "flat", "--set", "bufferBytes=200KiB");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("flat-edge+bufferBytes-200KiB: ").contains("buffer 200 KiB");
  }

  @Test
  void succeedsForAScheduleThatDoesNotFitAsItsHelpSays() {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun run =
        CommandRun.of("evaluate", "-s", schedule, "-m", "loopnest", "--set", "bufferBytes=1KiB");

    assertThat(run.out()).contains("does not fit: ");
    assertThat(run.exitCode()).isZero();
    assertThat(CommandRun.of("evaluate", "--help").out())
        .contains("Exit codes: 0 the cost is shown, even of a schedule that does not fit,");
  }

  @Test
  void refusesATraceThatCannotBeWritten() {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);
    String trace = "--trace=" + folder.resolve("missing/trace.json");

    assertRefused(CommandRun.of("evaluate", "-s", schedule, trace), "there is no folder");
    assertRefused(
        CommandRun.of("evaluate", "-s", schedule, "--trace=trace.json", "--events=0"),
        "--events",
        "at least 1");
  }

  @Test
  void refusesAScheduleMadeForHeadsOfAnotherSize() {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun run = CommandRun.of("evaluate", "-s", schedule, "-m", "flat", "-w", "xlm");

    assertRefused(run, "/madeFor/workload: the schedule was made for workload 'bert-1024'");
  }

  @Test
  void keepsTilesForAnotherLengthAndSaysWhichAreCut() {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);
    String note =
        schedule + " was made for workload 'bert-1024' and is used for '%s': its tiles stay";

    for (String command : List.of("evaluate", "explain")) {
      CommandRun cut = CommandRun.of(command, "-s", schedule, "-w", "bert", "--sequence", "128");
      assertThat(cut.exitCode()).as(cut.err()).isZero();
      assertThat(cut.out())
          .contains(
              note.formatted("bert-128")
                  + ", but for those cut: logit key 1024 to 128, attend key 1024 to 128");
    }
    assertThat(CommandRun.of("evaluate", "-s", schedule, "-w", "t5-small", "--mask=causal").out())
        .contains(
            "'t5-small+mask-causal': its tiles stay, but for those cut: logit key 1024 to 512");
    assertThat(CommandRun.of("evaluate", "-s", schedule, "--batch=1", "--sequence=2048").out())
        .contains(note.formatted("bert-1024-b1-2048") + "\n");
  }

  @Test
  void refusesAScheduleMadeForAnotherAccelerator() {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun run = CommandRun.of("evaluate", "-s", schedule, "-m", "flat", "-a", "flat-cloud");

    assertRefused(run, "/madeFor/accelerator: the schedule was made for accelerator 'flat-edge'");
  }

  @Test
  void takesAScheduleForAWorkloadOfOnesOwn() throws Exception {
    String schedule =
        ScheduleFiles.write(folder, ScheduleFiles.ROWS.replace("bert-1024", "my-layer"));
    Path own = folder.resolve("my-layer.json");
    Files.writeString(
        own,
        SpecCatalogue.workload("bert")
            .withSequence(1024)
            .toJson()
            .put("name", "my-layer")
            .toString());

    assertThat(CommandRun.of("evaluate", "-s", schedule, "-m=flat", "-w", own.toString()).err())
        .isEmpty();
  }

  @Test
  void acceptsTheSameWorkloadUnderAnotherName() {
    String schedule =
        ScheduleFiles.write(folder, ScheduleFiles.ROWS.replace("bert-1024", "bert-q1024-k1024"));

    CommandRun run =
        CommandRun.of("evaluate", "-s", schedule, "-m", "flat", "-w", "bert", "--sequence=1024");

    assertThat(run.exitCode()).isZero();
  }

  @Test
  void asksForTheTargetOfAScheduleThatDoesNotName() {
    CommandRun run =
        CommandRun.of("evaluate", "-s", ScheduleFiles.writeWithoutMadeFor(folder), "-m", "flat");

    assertRefused(run, "--accelerator is missing: the schedule in ");
  }

  @Test
  void refusesATileLargerThanItsDimension() {
    String schedule = ScheduleFiles.writeWithoutMadeFor(folder);
    CommandRun run =
        CommandRun.of("evaluate", "-s", schedule, "-m=flat", "-a=flat-edge", "-w=bert");

    assertRefused(
        run,
        schedule + ", /logit/loops/0/tile: key tile 1024 exceeds the 512 keys of workload 'bert'");
  }

  @Test
  void namesTheRuleByWhichTheModelRefuses() {
    String schedule =
        ScheduleFiles.write(
            folder,
            ScheduleFiles.ROWS.replaceFirst("\"key\", \"tile\": 1024", "\"key\", \"tile\": 512"));

    CommandRun run = CommandRun.of("evaluate", "-s", schedule, "-m", "flat");

    assertRefused(run, "schedule.json: model 'flat' does not accept the schedule: ");
  }

  @Test
  void namesTheModelThatFails() {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun run = CommandRun.of("evaluate", "-s", schedule, "-m", "throwing");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .contains("ThrowingModel failed")
        .contains("table of figures is missing")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs.jsonl", "experiment.json"})
  void saysHowToGetTheSchedulesOfAnExperiment(String name) throws Exception {
    Files.writeString(folder.resolve(name), "{}");
    assertRefused(
        CommandRun.of("evaluate", "-s", folder.resolve(name).toString()),
        name
            + ": the runs of an experiment, not one schedule; 'report --format schedules' with its"
            + " folder writes the best ones as files.");
  }

  @Test
  void refusesAnUnwritableFileBeforeAnythingElse() {
    Path out = folder.resolve("missing").resolve("out.json");

    assertRefused(
        CommandRun.of("evaluate", "-s", "also-missing.json", "-o", out.toString()),
        "out.json: the file can't be written: there is no folder");
  }

  @Test
  void saysThatTheFileHasFiguresByAnotherModelOrVersion() {
    String rows = ScheduleFiles.write(folder, ScheduleFiles.ROWS);
    Path file = folder.resolve("evaluation.json");
    CommandRun.of("evaluate", "-s", rows, "-m", "flat", "-o", file.toString());

    assertThat(CommandRun.of("explain", "-s", file.toString()).out())
        .contains(file + " has figures by model flat");
    assertThat(CommandRun.of("evaluate", "-s", file.toString(), "-m", "flat").out())
        .doesNotContain("has figures by");

    ObjectNode old = StrictJson.readFile(file).node();
    StrictJson.writeFile(file, old.put("modelVersion", 99));
    assertThat(CommandRun.of("evaluate", "-s", file.toString(), "-m", "flat").out())
        .contains(file + " has figures by version 99 of model flat");
  }
}
