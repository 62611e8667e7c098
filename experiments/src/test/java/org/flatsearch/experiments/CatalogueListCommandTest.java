package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.flatsearch.results.ScheduleDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueListCommandTest {
  @Test
  void listsTheEntriesOfOneAcceleratorAndWorkload() {
    CommandRun run = CommandRun.of("catalogue", "list", "-a=flat-edge", "-w=bert");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("flat-edge  bert "));
  }

  @Test
  void callsNothingProvenOfWhichAnotherFigureOfTheObjectiveIsAboveWhatIsProven() throws Exception {
    CommandRun run = CommandRun.of("catalogue", "list", "--format=json");
    int proven = 0;
    for (JsonNode entry : new ObjectMapper().readTree(run.out()).get("entries")) {
      JsonNode bound = entry.get("lowerBound");
      if (entry.get("status").asText().equals("proven") && bound.size() > 1) {
        double energy = entry.get("energyJoules").asDouble();
        assertThat(energy).as("%s", entry).isLessThan(bound.get(1).asDouble() * 1.001);
        proven++;
      }
    }
    assertThat(proven).isPositive();
  }

  @Test
  void callsProvenWhatIsAboveTheBoundOnlyByTheRoundingOfTheWalker() {
    String[] pair = {"-a=tpu-v4i", "-w=gpt-2-decode"};

    assertThat(CommandRun.of("catalogue", "list", pair[0], pair[1]).out().lines())
        .allSatisfy(line -> assertThat(line).endsWith(" proven"));
  }

  @Test
  void saysInWhichFigureAScheduleIsProvenThatIsNotInAll() {
    String[] pair = {"-a=flat-edge", "-w=deepseek-v3-decode"};
    assertThat(CommandRun.of("catalogue", "list", pair[0], pair[1]).out())
        .containsPattern("latency .* mJ +proven in latency\n");
    assertThat(CommandRun.of("catalogue", "show", pair[0], pair[1]).out())
        .endsWith(
            "Optimality: proven in latency (model loopnest); its energy is at most 5.1% above the"
                + " least of any as good.\n");
  }

  @Test
  void callsNothingProvenByAFormerVersionOfAModel(@TempDir Path former) throws Exception {
    writePart(former, "flat-edge", "bert");
    Path file = former.resolve("flat-edge.json");
    Files.writeString(
        file, Files.readString(file).replaceAll("\"modelVersion\":\\d+", "\"modelVersion\":3"));
    String told = "nothing proven, as a model has changed since; rebuild it";
    String catalogue = "--catalogue=" + former;

    assertThat(CommandRun.of("catalogue", "list", catalogue).out().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).endsWith(told));
    assertThat(CommandRun.of("catalogue", "show", "-a=flat-edge", "-w=bert", catalogue).out())
        .endsWith("Optimality: " + told + ".\n");
    assertThat(CommandRun.of("catalogue", "list", "--format=json", catalogue).out())
        .contains("\"status\": \"unknown\"")
        .doesNotContain("\"proven\"");
  }

  /** The shipped catalogue's entries of one accelerator for one workload. */
  private static void writePart(Path folder, String accelerator, String workload)
      throws IOException {
    String name = accelerator + ".json";
    JsonNode document;
    try (InputStream shipped = ScheduleDocument.class.getResourceAsStream("catalogue/" + name)) {
      document = new ObjectMapper().readTree(shipped);
    }
    Iterator<JsonNode> entries = document.get("entries").elements();
    while (entries.hasNext()) {
      if (!entries.next().at("/workload/name").asText().equals(workload)) {
        entries.remove();
      }
    }
    Files.writeString(folder.resolve(name), document.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "list -a=flat-edge", "show -a=flat-edge -w=bert", "check"})
  void refusesAFolderWithoutEntries(String command, @TempDir Path empty) throws Exception {
    Files.writeString(empty.resolve("notes.txt"), "no catalogue");

    assertRefused(
        CommandRun.of(List.of(("catalogue " + command).split(" ")), "--catalogue=" + empty),
        "--catalogue: " + empty + " has no entry of a catalogue");
  }
}
