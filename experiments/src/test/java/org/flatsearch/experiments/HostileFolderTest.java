package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that somebody made so that a command writes elsewhere. */
class HostileFolderTest {
  private static final String PRECIOUS = "the only copy\n";

  @TempDir Path folder;
  private Path experiment;
  private Path precious;

  @BeforeEach
  void runExperiment() throws IOException {
    experiment = Experiments.run(folder, Experiments.SMALL);
    precious = Files.writeString(folder.resolve("precious"), PRECIOUS);
  }

  private CommandRun resume() {
    String definition = folder.resolve("small.yaml").toString();
    return CommandRun.of("run", definition, "--out=" + experiment, "--resume");
  }

  @ParameterizedTest
  @CsvSource({
    "html, report.html",
    "md, summary.md",
    "csv, runs.csv",
    "ioh, ioh",
    "schedules, schedules"
  })
  void aReportDoesNotReplaceWhatALinkNames(String format, String name) throws IOException {
    Path link = Files.createSymbolicLink(experiment.resolve(name), precious);
    assertRefused(CommandRun.of("report", experiment.toString(), "--format=" + format), link);

    Files.delete(link);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.createSymbolicLink(link, empty);
    assertThat(CommandRun.of("report", experiment.toString(), "--format=" + format).exitCode())
        .isEqualTo(2);
    assertThat(empty).isEmptyDirectory();
  }

  /** The user names the link, and so what it leads to. */
  @Test
  void aReportFollowsALinkThatTheUserNames() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), precious);
    CommandRun report =
        CommandRun.of("report", experiment.toString(), "--format=csv", "--out=" + link);
    assertThat(report.exitCode()).isZero();
    assertThat(precious).content().startsWith("run,search,");
  }

  /** A single line that is no run is taken for a torn one, and was cut off. */
  @Test
  void runsAreNotAppendedToWhatALinkNames() throws IOException {
    Path link = experiment.resolve("runs.jsonl");
    Files.delete(link);
    Files.createSymbolicLink(link, precious);
    assertRefused(resume(), link);

    Files.delete(link);
    Files.createSymbolicLink(link, folder.resolve("new"));
    assertRefused(resume(), link);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void aLockIsNotMadeWhereALinkLeads() throws IOException {
    Path link = experiment.resolve(".lock");
    Files.delete(link);
    Files.createSymbolicLink(link, folder.resolve("new"));
    assertRefused(resume(), link.toRealPath(java.nio.file.LinkOption.NOFOLLOW_LINKS));
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void anExportDoesNotReplaceWhatALinkNames() throws IOException {
    assertThat(CommandRun.of("report", experiment.toString(), "--format=schedules").err())
        .isEmpty();
    Path schedule = experiment.resolve("schedules/all_flat-edge_bert.json");
    Path link = Files.createSymbolicLink(experiment.resolve("cost.csv"), precious);
    assertRefused(
        CommandRun.of("export", "--schedule=" + schedule, "--to=csv", "--out=" + experiment), link);
    assertThat(experiment.resolve("loops.csv")).doesNotExist();
  }

  @Test
  void aCatalogueIsNotWrittenWhereALinkLeads() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("flat-edge.json"), folder.resolve("new"));
    assertRefused(
        CommandRun.of(
            "catalogue",
            "build",
            "--accelerator=flat-edge",
            "--workload=bert",
            "--evaluations=100",
            "--refine=0",
            "--out=" + folder),
        link);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  /** In a trace, each strategy has a folder of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "***", "/", "../../x"})
  void aStrategyNamesNoFolderElsewhere(String strategy) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Path runs = experiment.resolve("runs.jsonl");
    ObjectNode line = (ObjectNode) mapper.readTree(runs.toFile());
    Files.writeString(runs, line.put("strategy", strategy) + "\n");
    Path out = folder.resolve("above/traces");

    CommandRun report =
        CommandRun.of("report", experiment.toString(), "--format=ioh", "--out=" + out);

    assertThat(report.err()).isEmpty();
    try (Stream<Path> above = Files.list(out.getParent());
        Stream<Path> folders = Files.list(out)) {
      assertThat(above).containsExactly(out);
      assertThat(folders).singleElement().satisfies(each -> assertThat(each).isDirectory());
    }
  }

  private void assertRefused(CommandRun run, Path link) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(link + ": the file can't be written: it is a link, which may lead out of the");
    assertThat(precious).hasContent(PRECIOUS);
  }
}
