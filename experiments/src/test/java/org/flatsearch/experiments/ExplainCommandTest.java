package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

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
  void saysWhatWouldHaveToGive() {
    assertThat(explain("--model=loopnest", "--set=bufferBytes=64KiB").out())
        .contains("does not fit: ")
        .contains("too much ");
  }

  @Test
  void drawsWhatAMaskLeaves() {
    String schedule =
        ScheduleFiles.write(folder, ScheduleFiles.ROWS.replaceFirst("\"madeFor\": \\{[^}]*},", ""));
    String[] command = {
      "explain", "-s=" + schedule, "-a=flat-edge", "-w=bert-1024", "--mask=causal", "-m=walk"
    };

    assertThat(CommandRun.of(command).out())
        .containsPattern("Tiles of \\d+ rows x [\\d,]+ keys under mask causal: ")
        .containsPattern("\\n  [#+.]+\\n")
        .contains("logits are executed, ");
    CommandRun run = CommandRun.of(List.of(command), "--format=json");
    var document = StrictJson.readString(run.out(), "stdout");
    assertThat(EvaluationDocument.read(document).model()).isEqualTo("walk");
    assertThat(document.node().at("/explanation/mask/usefulLogits").asLong())
        .isEqualTo(64L * 12 * 1024 * 1025 / 2);
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
}
