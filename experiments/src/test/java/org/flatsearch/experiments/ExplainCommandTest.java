package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.file.Path;
import java.util.List;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir Path folder;

  private CommandRun explain(String... further) {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);
    return CommandRun.of(List.of("explain", "--schedule", schedule), further);
  }

  @Test
  void saysWhereTensorsLiveAndHowOftenTheyMove() {
    assertThat(explain("--model=flat").out())
        .contains("for row in 32 tiles of 32\n")
        .containsPattern("Q +streamed past the buffer +96 MiB +3 GiB +32.00×\n")
        .containsPattern("logits +buffer, inside the row loop, 1 slot +1.5 GiB +- +never\n");
  }

  @Test
  void comparesTheFootprintWithTheCapacity() {
    assertThat(explain("--model=flat").out())
        .contains("Buffer of 512 KiB\n")
        .containsPattern("logits +64 KiB +12.5% +####\n")
        .containsPattern("free +[0-9.]+ KiB +[0-9.]+%\n");
  }

  @Test
  void splitsTheEnergyByPartWhereTheModelCountsAllParts() {
    assertThat(explain("--model=loopnest").out())
        .containsPattern("multiply-accumulates +[0-9.]+ J +[0-9.]+% +#")
        .containsPattern("DRAM reads +[0-9.]+ m?J");
    assertThat(explain("--model=flat").out()).contains("The model gives the sum only: ");
  }

  @Test
  void saysWhatBindsAndWhatWouldBindNext() {
    assertThat(explain("--model=flat").out())
        .contains("Bound by DRAM\n")
        .contains("DRAM is busy 99.9% of the time; with faster DRAM, the schedule would take at ");
  }

  /** With the fastest DRAM, the array still waits for the first words and after the last. */
  @Test
  void promisesOfAFasterPartNoMoreThanABound() {
    assertThat(explain("--model=loopnest").out())
        .contains("with faster DRAM, the schedule would take at least 107.1 ms, for which the PE ")
        .contains("for which the PE array is busy.\n");
    assertThat(explain("--model=loopnest", "--set=dramReadBytesPerSecond=1000000TB/s").out())
        .containsPattern("latency +111\\.9 ms ");
  }

  @Test
  void speaksOfLanesAsSeveral() {
    assertThat(explain("--model=flat", "--set=lanes=1").out())
        .contains("The softmax lanes are busy 100.0% of the time; with more softmax lanes, ");
  }

  @Test
  void saysOfNothingThatItWorksMoreThanAllOfTheTime() {
    String overlapping = ScheduleFiles.ROWS.replace("\"slots\": 1", "\"slots\": 2");
    String text =
        CommandRun.of(
                "explain",
                "--schedule=" + ScheduleFiles.write(folder, overlapping),
                "--model=loopnest",
                "--set=lanes=1024",
                "--set=onChipBytesPerSecond=50GB/s")
            .out();

    assertThat(text).containsPattern("on-chip port +[\\d.]+ ms +(\\d\\d\\.\\d|100\\.0)% +#");
  }

  @Test
  void saysWhichChangesWouldGain() {
    assertThat(explain("--model=flat").out())
        .contains("Changes that improve the schedule and fit\n")
        .containsPattern("Q held inside row +-[0-9.]+% ");
  }

  /** Model flat lets schedules spill, so nothing breaks a rule, and yet little fits 64 bytes. */
  @Test
  void doesNotSayOfChangesThatSpillThatTheyFit() {
    assertThat(explain("--model=flat", "--set=bufferBytes=64").out())
        .contains("Changes that improve the schedule; what does not fit spills\n");
  }

  @Test
  void saysWhatWouldHaveToGive() {
    assertThat(explain("--model=loopnest", "--set=bufferBytes=64KiB").out())
        .contains("does not fit: ")
        .contains("too much ");
  }

  @Test
  void doesNotSayThatChangesGainWhichOnlyMakeItFit() {
    assertThat(explain("--model=loopnest", "--set=bufferBytes=200KiB").out())
        .contains("does not fit: ")
        .contains("\nChanges that make it fit, and their cost compared with the schedule that does")
        .doesNotContain("Changes that improve the schedule and fit");
    assertThat(explain("--model=loopnest", "--set=bufferBytes=1KiB").out())
        .contains("\nNone of the changes tried makes it fit: where one tensor is held, its slots,");
  }

  @Test
  void explainsAsJsonThatEvaluateReads() {
    CommandRun run = explain("--model=flat", "--format=json");

    var document = StrictJson.readString(run.out(), "stdout");
    assertThat(EvaluationDocument.read(document).model()).isEqualTo("flat");
    var explanation = document.requiredObject("explanation", "{}");
    assertThat(explanation.requiredArray("loopNest", "[]")).hasSizeGreaterThan(10);
    for (String kind : List.of("better", "tooLarge", "smaller")) {
      for (JsonValueReader change : explanation.requiredArray(kind, "[]")) {
        assertThat(change.asObject().fieldNames())
            .as(kind)
            .containsExactly(
                "change",
                "latencySeconds",
                "energyJoules",
                "trafficBytes",
                "footprintBytes",
                "violationBytes");
      }
    }
    assertThat(explanation.requiredArray("better", "[]")).isNotEmpty();
  }

  @Test
  void asksForTheSchedule() {
    assertRefused(CommandRun.of("explain"), "--schedule is missing");
  }
}
