package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.experiments.run.FolderLock;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class CatalogueCommandTest {
  private static final String FILE = "flat-cloud.json";

  /** A catalogue that is built once; tests that are not about building begin with a copy. */
  @TempDir static Path built;

  @TempDir Path folder;

  @BeforeAll
  static void buildOnce() {
    build(built);
  }

  private void beginWithABuild() throws IOException {
    Files.copy(built.resolve(FILE), folder.resolve(FILE));
  }

  /** Builds entries that are proven within a moment; the time limit is for a very busy machine. */
  private static CommandRun build(Path folder) {
    return build(folder, 3);
  }

  private static CommandRun build(Path folder, int replays) {
    return CommandRun.of(
        "catalogue",
        "build",
        "-a=flat-cloud",
        "-w=gpt-3-6.7b-decode",
        "-w=llama-3-8b-decode",
        "--evaluations=1000",
        "--seconds=100",
        "--refine=" + replays,
        "--out=" + folder);
  }

  @Test
  void doesNotTakeABudgetThatRanOutForAProof() {
    CommandRun run =
        CommandRun.of(
            "catalogue",
            "build",
            "-a=flat-edge",
            "-w=bert",
            "--evaluations=10",
            "--refine=0",
            "--out=" + folder);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("flat-edge, bert, [energy]: none that fits was found in 10 evaluations; give it");
  }

  private CommandRun check() {
    return CommandRun.of("catalogue", "check", "--catalogue=" + folder);
  }

  @Test
  void buildsTheSameBytesEveryTimeAndAfterAnInterruption() throws IOException {
    Path file = folder.resolve(FILE);

    CommandRun run = build(folder);
    assertThat(run.err()).contains("at most 100 s and 3 replays per entry, ");
    assertThat(run.out()).contains("6 built");
    assertThat(run.exitCode()).isZero();
    assertThat(file).hasSameBinaryContentAs(built.resolve(FILE));

    CatalogueDocument whole = CatalogueDocument.read(file);
    List<CatalogueEntry> half = new ArrayList<>(whole.entries());
    half.remove(4);
    half.remove(1);
    new CatalogueDocument(whole.accelerator(), half).write(file);

    assertThat(build(folder).out()).contains("4 kept, 2 built");
    assertThat(file).hasSameBinaryContentAs(built.resolve(FILE));
  }

  @Test
  void checksShowsAndListsWhatItBuilt() throws IOException {
    beginWithABuild();

    CommandRun check = check();
    assertThat(check.out()).contains("6 entries evaluated by loopnest").contains("no difference");
    assertThat(check.exitCode()).isZero();

    String catalogue = "--catalogue=" + folder;
    assertThat(CommandRun.of("catalogue", "list", catalogue).out())
        .hasLineCount(6)
        .contains("flat-cloud  gpt-3-6.7b-decode");
    List<String> show =
        List.of("catalogue", "show", "-a=flat-cloud", "-w=gpt-3-6.7b-decode", catalogue);
    CommandRun shown = CommandRun.of(show);
    assertThat(shown.out()).contains("Optimality: proven.");
    assertThat(shown.err()).isEmpty();
    assertThat(CommandRun.of(show, "--objective=energy").out()).contains("Optimality: proven.");
    CommandRun adapted =
        CommandRun.of(
            "catalogue", "show", "-a=flat-cloud", "-w=gpt-3-6.7b-decode", "--keys=100", catalogue);
    assertThat(adapted.err()).contains("note: adapted from workload 'gpt-3-6.7b-decode'.");
    assertThat(adapted.out()).contains("Optimality: nothing proven");
  }

  @Test
  void replaysWhatAnEarlierBuildDidNot() throws IOException {
    assertThat(build(folder, 0).out()).contains("6 built");

    assertThat(build(folder).out()).contains("2 kept, 4 replayed");
    assertThat(folder.resolve(FILE)).hasSameBinaryContentAs(built.resolve(FILE));
    assertThat(build(folder, 0).out()).contains("6 kept");
  }

  @Test
  void failsOnAReplayedFigureThatIsNotTrue() throws IOException {
    beginWithABuild();
    Path file = folder.resolve(FILE);
    double latency = CatalogueDocument.read(file).entries().get(0).cost().latencySeconds();
    String before = Files.readString(file);
    int replayed = before.indexOf("\"replayed\"");
    Files.writeString(
        file,
        before.substring(0, replayed)
            + before
                .substring(replayed)
                .replaceFirst("\"latencySeconds\": " + latency, "\"latencySeconds\": 1"));

    CommandRun check = check();

    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out())
        .contains("flat-cloud, gpt-3-6.7b-decode, [latency, energy]: the replayed cost is ")
        .contains("the replayed schedule is worse than the one that the search found");
  }

  @Test
  void buildsAnEntryAgainWhoseFiguresAreNotTrueAnyMore() throws IOException {
    beginWithABuild();
    Path file = folder.resolve(FILE);
    String before = Files.readString(file);
    Files.writeString(
        file, before.replaceFirst("\"modelVersion\": \\d+", "\"modelVersion\": 999999"));

    assertThat(build(folder).out()).contains("5 kept, 1 built");
    assertThat(file).hasContent(before);
  }

  @Test
  void keepsEntriesWhenOnlyWordsHaveChanged() throws IOException {
    beginWithABuild();
    Path file = folder.resolve(FILE);
    String built = Files.readString(file);
    Files.writeString(
        file, built.replaceFirst("\"description\": \"[^\"]*\"", "\"description\": \"words\""));

    assertThat(check().exitCode()).isZero();
    CommandRun again = build(folder);
    assertThat(again.out()).contains("6 kept");
    assertThat(again.err()).doesNotContain("other figures");

    Files.writeString(
        file,
        built.replaceFirst(
            "\"clockHz\": \\{\\s*\"value\": \\d+", "\"clockHz\": { \"value\": 1000000"));
    assertThat(check().out()).contains("the accelerator that ships has other figures");
    CommandRun rebuilt = build(folder);
    assertThat(rebuilt.err())
        .contains(
            "flat-cloud: 6 entries are for other figures of the accelerator and are left out");
    assertThat(rebuilt.out()).contains("6 built");
    assertThat(file).hasContent(built);
  }

  @Test
  void leavesAFolderAloneThatAnotherBuildIsIn() throws IOException {
    FolderLock other = FolderLock.take(folder, "the other");
    CommandRun run = build(folder);
    other.remove();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(folder + ": another process is building this catalogue. Wait for it to finish.");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void wantsAFolderThatExists() {
    assertRefused(build(folder.resolve("nowhere")), "--out: ", "is not a folder");
  }
}
