package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  void printsNothingButTheDocumentAsJson() {
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--schedule=" + ScheduleFiles.write(folder, ScheduleFiles.ROWS),
            "--model=flat",
            "--format=json");

    EvaluationDocument evaluation =
        EvaluationDocument.read(StrictJson.readString(run.out(), "stdout"));
    assertThat(evaluation.model()).isEqualTo("flat");
    assertThat(evaluation.workload().name()).isEqualTo("bert-1024");
    assertThat(evaluation.rated().cost().latencySeconds()).isPositive();
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

  /**
   * A batch of 64 has 24,576 tiles of rows, more than the walker executes one by one; a batch of 1
   * has 384.
   */
  @Test
  void saysWhereTheWalkerExtrapolates() {
    String schedule = ScheduleFiles.writeWithoutMadeFor(folder);
    String extrapolated = "\n  Repeated parts were executed once and extrapolated.\n";

    CommandRun all = walk(schedule, "--batch=64");
    CommandRun few = walk(schedule, "--batch=1");

    assertThat(all.out()).contains(extrapolated);
    assertThat(few.out()).contains("\nBound by ").doesNotContain(extrapolated);
  }

  private static CommandRun walk(String schedule, String batch) {
    return CommandRun.of(
        "evaluate", "-s", schedule, "-m=walk", "-a=flat-edge", "-w=bert", "--sequence=1024", batch);
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
  void refusesAScheduleMadeForAnotherWorkload() {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun run = CommandRun.of("evaluate", "-s", schedule, "-m", "flat", "-w", "bert");

    assertRefused(
        run,
        "/madeFor/workload: the schedule was made for workload 'bert-1024' but is to be used for"
            + " 'bert'; name that workload, or remove \"madeFor\" from the file.");
  }

  @Test
  void refusesAScheduleMadeForAnotherAccelerator() {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);

    CommandRun run = CommandRun.of("evaluate", "-s", schedule, "-m", "flat", "-a", "flat-cloud");

    assertRefused(run, "/madeFor/accelerator: the schedule was made for accelerator 'flat-edge'");
  }

  @ParameterizedTest
  @CsvSource({
    "--refine=0, /best/schedule",
    "--refine=5, /verification/schedules/0/schedule",
  })
  void saysWhatToTakeOutOfAResultToUseItsScheduleElsewhere(String refine, String place)
      throws Exception {
    Path result = folder.resolve("result.json");
    CommandRun.of(
        "search", "-a=flat-edge", "-w=bert", refine, "--evaluations=2000", "--out=" + result);
    Path alone = folder.resolve("alone.json");

    assertRefused(
        CommandRun.of("evaluate", "-s", result.toString(), "-a", "flat-cloud"),
        "result.json, /accelerator/name: the schedule was made for accelerator 'flat-edge' but is"
            + " to be used for 'flat-cloud'; name that accelerator, or save the value of "
            + place
            + " as a file without its \"madeFor\".");

    ObjectNode schedule = (ObjectNode) StrictJson.readFile(result).node().at(place);
    schedule.remove("madeFor");
    StrictJson.writeFile(alone, schedule);
    CommandRun run =
        CommandRun.of("evaluate", "-s", alone.toString(), "-a", "flat-cloud", "-w", "bert");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void usesTheScheduleOfAnEvaluationWithOtherFiguresOnly() throws Exception {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);
    Path evaluation = folder.resolve("evaluation.json");
    Files.writeString(
        evaluation,
        CommandRun.of("evaluate", "-s", schedule, "-m=flat", "--set=bufferBytes=1MiB", "-f=json")
            .out());

    CommandRun unchanged =
        CommandRun.of("evaluate", "-s", evaluation.toString(), "-m=flat", "-a=flat-edge");
    CommandRun another =
        CommandRun.of("evaluate", "-s", evaluation.toString(), "-m=flat", "-a=flat-cloud");

    assertThat(unchanged.err()).isEmpty();
    assertRefused(
        another,
        "evaluation.json, /accelerator/name: the schedule was made for",
        "or save the value of /schedule as a file");
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
  void tellsAcceleratorsApartWhoseNamesHaveAPlus() throws Exception {
    String schedule =
        ScheduleFiles.write(folder, ScheduleFiles.ROWS.replace("flat-edge", "my+chip1"));
    Path other = folder.resolve("my+chip2.json");
    Files.writeString(
        other, SpecCatalogue.accelerator("flat-edge").toJson().put("name", "my+chip2").toString());

    CommandRun run =
        CommandRun.of("evaluate", "-s", schedule, "-m", "flat", "-a", other.toString());

    assertRefused(run, "was made for accelerator 'my+chip1' but is to be used for 'my+chip2'");
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

  @Test
  void namesTheFileThatIsMissing() {
    assertRefused(
        CommandRun.of("evaluate", "-s", folder.resolve("none.json").toString()),
        "none.json: there is no such file");
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

  @ParameterizedTest
  @CsvSource({
    "strategies, the definition of an experiment",
    "searches, the definition of an experiment",
    "definition, the header of an experiment",
    "bufferBytes, an accelerator",
    "keyLength, a workload",
    "entries, a catalogue of schedules",
    "strategies keyLength entries bufferBytes definition, an accelerator"
  })
  void saysWhatAnotherDocumentSeemsToBe(String fields, String what) {
    String members = fields.replaceAll("\\w+", "\"$0\": 1").replace(" \"", ", \"");
    String document = ScheduleFiles.write(folder, "{" + members + "}");

    assertRefused(
        CommandRun.of("explain", "-s", document),
        "schedule.json: this seems to be "
            + what
            + "; name a schedule, or a result of search or evaluate.");
  }

  @Test
  void saysWhichFieldAResultLacks() throws Exception {
    String result = folder.resolve("result.json").toString();
    CommandRun.of(
        "search", "-a=flat-edge", "-w=bert", "--evaluations=10", "--refine=0", "-o=" + result);
    String evaluation = folder.resolve("evaluation.json").toString();
    CommandRun.of("evaluate", "-s=" + result, "-o=" + evaluation);
    remove("strategy", result);
    remove("cost", evaluation);

    assertRefused(
        CommandRun.of("evaluate", "-s", result), "result.json, /strategy: the field is missing");
    assertRefused(
        CommandRun.of("evaluate", "-s", evaluation),
        "evaluation.json, /cost: the field is missing");
  }

  private static void remove(String field, String file) {
    ObjectNode document = StrictJson.readFile(Path.of(file)).node();
    assertThat(document.remove(field)).isNotNull();
    StrictJson.writeFile(Path.of(file), document);
  }

  @Test
  void namesLineAndColumnOfMalformedJson() {
    String schedule = ScheduleFiles.write(folder, "{ \"schemaVersion\": 1,\n oops }");

    assertRefused(CommandRun.of("evaluate", "-s", schedule), "schedule.json, line 2, column");
  }

  @Test
  void refusesAnUnwritableFileBeforeAnythingElse() {
    Path out = folder.resolve("missing").resolve("out.json");

    assertRefused(
        CommandRun.of("evaluate", "-s", "also-missing.json", "-o", out.toString()),
        "out.json: the file can't be written: there is no folder");
  }
}
