package org.flatsearch.experiments;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.flatsearch.experiments.run.Checksum;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of experiments that were edited by hand or damaged. */
@Execution(ExecutionMode.CONCURRENT)
class DamagedExperimentTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADER = "experiment.json";
  private static final String RUNS = "runs.jsonl";

  @TempDir static Path shared;
  @TempDir Path folder;
  private static Path intact;

  @BeforeAll
  static void runExperiment() throws Exception {
    intact =
        Experiments.run(
            shared,
            """
            schemaVersion: 1
            name: small
            accelerators: [flat-edge]
            workloads: [bert]
            sweeps:
              - bufferBytes: [200KiB, 2MiB]
            models: [flat]
            spaces: [published]
            strategies: [random, hill-climbing]
            budgets: [50]
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "budget|{\"seconds\": 0}|/budget/seconds: must be a number greater than 0, found 0.",
        "objective|[]|/objective: must be a list of one or more metrics, each of them once",
        "objective|[\"latency\", \"latency\"]|/objective: must be a list of one or more metrics",
        "stop|\"never\"|/stop: must be one of complete, evaluations, time, cancelled, failed, found"
            + " the",
        "improvements|[]|/improvements: the last one must be the best schedule, which fits the",
        "improvements|[[1, 0, 0.5, 0.5], [2, 64]]|/improvements: the last one must be the best",
        "improvements|[[1, 0, 0.5]]|/improvements/0: must be a list of 4 numbers, found one of 3.",
        "improvements|[[1, 0, 0.5, 0.5, 1]]|/improvements/0: must be a list of 4 numbers",
        "improvements|[[1]]|/improvements/0: must be a list of at least 2 numbers",
        "lowerBounds|[[1, 0.5]]|/lowerBounds/0: must be a list of 3 numbers, found one of 2.",
        "lowerBounds|[[1, 0.5, 0.5, 1]]|/lowerBounds/0: must be a list of 3 numbers",
        "front|[[1]]|/front/0: must be a list of 2 numbers, found one of 1.",
        "lowerBound|[1e-9]|/lowerBound: must be a list of 2 numbers, found one of 1.",
        "cpuSeconds|1e300|/cpuSeconds: must be a number of seconds from 0 to 1000000000000, found"
            + " 1",
        "seconds|-1|/seconds: must be a number of seconds from 0 to 1000000000000, found -1.",
        "accelerator|\"nope\"|/accelerator: there is no \"nope\" in experiment.json. ",
        "accelerator|\"flat-edge\"|Did you mean flat-edge+bufferBytes-2MiB",
        "search|\"\\u001b[31m\"|/search: must be a line of visible characters, found the string",
        "strategy|\"a\\nb\"|/strategy: must be a line of visible characters, found the string",
        "restrictions|[\"\\u202ea\"]|/restrictions/0: must be a line of visible characters",
        "parameters|{\"a\": \"\\u009b\"}|/parameters/a: must be a line of visible characters",
        "parameters|{\"\\u001b\": \"a\"}|/parameters/\\u001B: the name of the field must be a"
            + " line",
        "workload|\"bart\"|/workload: there is no \"bart\" in experiment.json. Did you mean bert",
      })
  void isRefusedForALineThatBreaksARule(String field, String value, String message)
      throws Exception {
    copyHeader(json -> {});
    List<String> lines = new ArrayList<>(Files.readAllLines(intact.resolve(RUNS)));
    ObjectNode first = (ObjectNode) JSON.readTree(lines.get(0));
    first.set(field, JSON.readTree(value));
    first.remove("crc32c");
    lines.set(0, Checksum.add(first.toString()));
    Files.write(folder.resolve(RUNS), lines);

    assertRefused(folder.resolve(RUNS) + ", line 1, /", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"run\": tru}", "{\"run\": [", "[]", "{}", "", "}\"crc32c\":\"0\"{"})
  void leavesOutALineThatIsDamaged(String line) throws Exception {
    copyHeader(json -> {});
    List<String> lines = new ArrayList<>(Files.readAllLines(intact.resolve(RUNS)));
    lines.set(1, line);
    Files.write(folder.resolve(RUNS), lines);

    for (String command : List.of("report", "compare")) {
      assertThat(CommandRun.of(command, folder.toString()).err())
          .startsWith("small: damaged, and left out: line 2 of runs.jsonl; ");
    }
    CommandRun resumed = resume();
    assertThat(resumed.out()).contains("all 4 runs are finished", "redone: damaged line 2");
    assertThat(resume().out()).doesNotContain("redone");
  }

  private CommandRun resume() {
    return CommandRun.of(
        "run", shared.resolve("small.yaml").toString(), "--out=" + folder, "--resume", "-q");
  }

  @Test
  void noneOfAHundredFlippedBitsChangesAReport() throws Exception {
    flip(100, 1);
  }

  @Test
  @Tag("thorough")
  void noneOfAThousandFlippedBitsChangesAReport() throws Exception {
    flip(1000, 2);
  }

  /** Each is found, or changes nothing. */
  private void flip(int flips, long seed) throws Exception {
    Random random = new Random(seed);
    copyHeader(json -> {});
    Files.copy(intact.resolve(RUNS), folder.resolve(RUNS));
    Path table = folder.resolve("runs.csv");
    String[] command = {"report", folder.toString(), "-f", "csv"};
    assertThat(CommandRun.of(command).exitCode()).isZero();
    String report = Files.readString(table);
    int found = 0;
    for (int k = 0; k < flips; k++) {
      String name = k % 2 == 0 ? RUNS : HEADER;
      byte[] bytes = Files.readAllBytes(intact.resolve(name));
      int bit = random.nextInt(8 * bytes.length);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.copy(intact.resolve(HEADER), folder.resolve(HEADER), REPLACE_EXISTING);
      Files.copy(intact.resolve(RUNS), folder.resolve(RUNS), REPLACE_EXISTING);
      Files.write(folder.resolve(name), bytes);
      CommandRun run = CommandRun.of(command);
      assertThat(run.exitCode()).as("%s, bit %d: %s", name, bit, run.err()).isIn(0, 2);
      if (run.exitCode() == 0 && run.err().isEmpty()) {
        assertThat(Files.readString(table))
            .as("seed %d, %s, bit %d", seed, name, bit)
            .isEqualTo(report);
      } else {
        found++;
      }
    }
    assertThat(found).isGreaterThan(flips * 99 / 100);
  }

  @Test
  void isRefusedForARunThatIsThereTwice() throws Exception {
    copyHeader(json -> {});
    List<String> lines = new ArrayList<>(Files.readAllLines(intact.resolve(RUNS)));
    lines.add(lines.get(1));
    Files.write(folder.resolve(RUNS), lines);
    String run = JSON.readTree(lines.get(1)).get("run").asText();

    assertRefused(
        folder.resolve(RUNS) + ", line 5: run " + run + " is there twice, first in line 2; ",
        "delete one of the two lines.");
  }

  @Test
  void isRefusedForAHashThatIsNone() throws Exception {
    copyHeader(json -> ((ObjectNode) json.get("definition")).put("sha256", "0123"));
    Files.copy(intact.resolve(RUNS), folder.resolve(RUNS));

    assertRefused(
        HEADER + ", /definition/sha256: must be a SHA-256 of 64 hexadecimal digits, found", "0123");
  }

  /** What a terminal would obey. */
  @Test
  void isRefusedForAHeaderWithControlCharacters() throws Exception {
    Files.copy(intact.resolve(RUNS), folder.resolve(RUNS));
    String rule = ": must be a line of visible characters, found the string";

    copyHeader(json -> json.put("name", "\u001b[31m"));
    assertRefused(HEADER + ", /name", rule);
    copyHeader(json -> ((ObjectNode) json.at("/sessions/0")).put("executor", "a\nb"));
    assertRefused(HEADER + ", /sessions/0/executor", rule);
    copyHeader(json -> ((ObjectNode) json.get("definition")).put("file", "\u009b"));
    assertRefused(HEADER + ", /definition/file", rule);
  }

  @Test
  void isRefusedWithoutASession() throws Exception {
    copyHeader(json -> json.putArray("sessions"));
    Files.copy(intact.resolve(RUNS), folder.resolve(RUNS));

    assertRefused(HEADER + ", /sessions: must be a list of one or more sessions", "found an array");
  }

  /** As with a folder without permission to enter it, which root can enter all the same. */
  @Test
  void saysWhyTheHeaderCannotBeReached() throws Exception {
    Path header = folder.resolve("experiment.json");
    Files.createSymbolicLink(header, header.getFileName());
    for (String command : List.of("report", "compare")) {
      CommandRun.assertRefused(
          CommandRun.of(command, folder.toString()), header + ": the file can't be read: ");
    }
    CommandRun.assertRefused(
        CommandRun.of("run", shared.resolve("small.yaml").toString(), "--out=" + folder),
        header + ": the file can't be read: ");
  }

  /** A device has no end. */
  @Test
  @Tag("thorough")
  void isRefusedForALineWithoutEnd() throws Exception {
    Path zeros = Path.of("/dev/zero");
    assumeTrue(Files.exists(zeros));
    copyHeader(json -> {});
    Path link = Files.createSymbolicLink(folder.resolve(RUNS), zeros);

    CommandRun.assertRefused(
        CommandRun.of("compare", folder.toString()),
        link + ", line 1: the line is longer than 67108864 bytes, the most");
    // JUnit would warn of a link that leads out of its folder.
    Files.delete(link);
  }

  @Test
  void isRefusedWhereAFolderStandsForTheRuns() throws Exception {
    copyHeader(json -> {});
    Files.createDirectory(folder.resolve(RUNS));

    assertRefused(folder.resolve(RUNS).toString(), "must be a file, found a folder");
  }

  /** A change of a document. */
  @FunctionalInterface
  private interface Damage {
    void to(ObjectNode document);
  }

  private void copyHeader(Damage damage) throws Exception {
    JsonNode header = JSON.readTree(intact.resolve(HEADER).toFile());
    damage.to(((ObjectNode) header).without("crc32c"));
    Files.writeString(folder.resolve(HEADER), Checksum.add(header.toString()));
  }

  private void assertRefused(String where, String rule) {
    List<CommandRun> runs = new ArrayList<>();
    for (String format : List.of("html", "md", "csv", "ioh")) {
      runs.add(CommandRun.of("report", folder.toString(), "--format=" + format));
    }
    runs.add(CommandRun.of("compare", folder.toString()));
    assertThat(runs).allSatisfy(run -> CommandRun.assertRefused(run, where, rule));
  }
}
