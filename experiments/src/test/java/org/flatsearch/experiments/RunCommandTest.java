package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: buffer
      accelerators: [flat-edge]
      workloads: [bert]
      sweeps:
        - bufferBytes: [20KiB, 200KiB]
      models: [flat]
      spaces: [published]
      strategies: [random, exhaustive]
      budgets: [256]
      """;

  @TempDir Path folder;
  private Path file;
  private Path out;

  @BeforeEach
  void writeDefinition() throws Exception {
    file = Files.writeString(folder.resolve("buffer.yaml"), DEFINITION);
    out = folder.resolve("out");
  }

  private CommandRun run(String... further) {
    return CommandRun.of(List.of("run", file.toString(), "--out=" + out), further);
  }

  @Test
  void runsAllAndSaysWhereTheResultsAre() throws Exception {
    CommandRun run = run();

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "buffer: all 4 runs are finished\nResults   %s/runs.jsonl\nNext      report %s\n"
                .formatted(out, out));
    assertThat(Files.readAllLines(out.resolve("runs.jsonl"))).hasSize(4);
  }

  @Test
  void saysOfResultsWhatReadsThem() {
    assertThat(run().exitCode()).isZero();
    for (String format : List.of("html", "md", "csv")) {
      assertThat(CommandRun.of("report", out.toString(), "-f", format).exitCode()).isZero();
    }
    List<Path> files =
        Stream.of("runs.jsonl", "experiment.json", "report.html", "summary.md", "runs.csv")
            .map(out::resolve)
            .toList();

    for (Path results : Stream.concat(Stream.of(out), files.stream()).toList()) {
      assertRefused(
          CommandRun.of("run", results.toString()),
          results
              + ": these are results, not the definition of an experiment; \"report FOLDER\" shows"
              + " them, and run takes "
              + file);
    }
    for (Path results : files) {
      assertRefused(
          CommandRun.of("report", results.toString()),
          "there is no experiment.json. Name the folder that the file is in.");
    }
  }

  /** A page that was moved, or a program: too large is not all that is wrong with it. */
  @Test
  void saysOfALargeFileWhatADefinitionIs() throws Exception {
    Path page = Files.writeString(folder.resolve("page.html"), "<p>".repeat(400_000));

    assertRefused(
        CommandRun.of("run", page.toString()), page + ": the file has more than 1048576 bytes");
  }

  @Test
  void onlySaysWhatItWouldDoInADryRun() {
    CommandRun run = run("--dry-run", "--threads=3");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("buffer: 4 runs\n")
        .contains("4 runs  2 accelerators × 1 workload, 2 strategies, 1 seed")
        .contains("By        3 threads of this process\n")
        .contains("out/runs.jsonl\n");
    assertThat(out).doesNotExist();
  }

  @Test
  void saysThatItsFolderIsAFile() throws Exception {
    Files.writeString(out, "x");

    assertRefused(run(), out + ": the folder can't be created: ");
  }

  @Test
  void doesNotAskForRoomWhereTheDiskIsNotFull() throws Exception {
    Files.createDirectories(out.resolve(".lock"));

    CommandRun run = run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .startsWith(out + ": the results can't be written: ")
        .endsWith(". What is finished is safe; once that is put right, --resume continues.\n");
  }

  @Test
  void asksWhatToDoWithResultsThatAreThere() {
    run();

    assertRefused(run(), "there are results already. --resume continues them");
    assertThat(run("--dry-run").out())
        .as("touches nothing")
        .startsWith("buffer: 4 runs\n")
        .endsWith(
            "\nResults   are there already: --resume continues them, --restart discards them,"
                + " --out names another folder.\n");
    assertThat(run("--dry-run", "--restart").out()).doesNotContain("already");
    assertThat(run("--resume").out()).contains("all 4 runs are finished, 0 of them now");
    assertThat(run("--restart").exitCode()).isZero();
    assertRefused(run("--restart", "--resume"), "give one only");
  }

  @Test
  void showsWhatIsLeftToBeResumed() throws Exception {
    String before = DEFINITION.replace("[random, exhaustive]", "[random]");
    assertThat(before).isNotEqualTo(DEFINITION);
    assertThat(run("--dry-run", "--resume").out()).startsWith("buffer: 4 runs\n");
    Files.writeString(file, before);
    run();
    assertThat(run("--dry-run", "--resume").out())
        .isEqualTo("buffer: all 2 runs are finished\nNext      report " + out + "\n");

    Files.writeString(file, DEFINITION);

    assertThat(run("--dry-run", "--resume").out())
        .startsWith("buffer: 2 of 4 runs left\n  ")
        .contains("  2 runs")
        .doesNotContain("Results");
    Files.writeString(file, before.replace("random", "hill-climbing"));
    assertRefused(run("--dry-run", "--resume"), "are not in");
  }

  @Test
  void refusesABadDefinitionBeforeAnythingRuns() throws Exception {
    Files.writeString(file, DEFINITION.replace("exhaustive", "exhaustiv"));

    assertRefused(
        run(), "buffer.yaml, line 9, column 22, /strategies/1: There is no strategy \"exhaustiv\"");
    Files.writeString(
        file, DEFINITION.replace("random,", "{name: random, parameters: {speed: 2}},"));
    assertRefused(run(), "unknown parameter 'speed'");
    assertThat(out).doesNotExist();
  }

  @Test
  void saysHowToGetARunnerThatIsNotThere() {
    assertRefused(
        run("--runner=spark", "--master=spark://head:7077"),
        "--runner spark: this program was built without it. \"mvn -q package -Pspark"
            + " -DskipTests\"");
    assertRefused(run("--runner=locl"), "There is no runner \"locl\". Did you mean local?");
    assertRefused(run("--master=spark://head:7077"), "--master: is the address of a cluster");
    assertThat(out).doesNotExist();
  }

  @Test
  void failsWhenARunFailsButFinishesTheOthers() throws Exception {
    Files.writeString(
        file,
        DEFINITION
            .replace("[flat]", "[flat, throwing]")
            .replace("[published]", "[full]")
            .replace("[random, exhaustive]", "[random]"));

    CommandRun run = run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("buffer: 2 of 4 runs are finished, 2 of them now");
    assertThat(run.err())
        .contains("2 runs failed; --resume tries again. random on flat-edge+")
        .containsOnlyOnce("table of figures is missing");
  }
}
