package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command to try next is the one that the user gave, except for what is to change. */
class SearchSuggestionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--set lanes=64 --set bufferBytes=15",
        "--set=bufferBytes=15 --set=lanes=64",
        "--set bufferBytes=15 --set lanes=64"
      })
  void asksForALargerBufferAndKeepsTheOtherFigures(String figures) {
    CommandRun run = CommandRun.of(("search -a flat-edge -w bert " + figures).split(" "));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern(
            "Search with a buffer that is large enough: search -a flat-edge -w bert --set["
                + " =]lanes=64 --set bufferBytes=\\d+\n")
        .doesNotContain("--set bufferBytes=15 ", "--set=bufferBytes=15 ");
  }

  /** Other schedules would fit; none of the few that were tried does. */
  @Test
  void searchesLongerWhereItIsNotKnownThatNoneFits() {
    CommandRun run =
        CommandRun.of("search -a flat-edge -w bert --strategy random --evaluations 4".split(" "));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("No schedule that fits was found", "--set bufferBytes=");
    assertThat(run.out())
        .endsWith(
            "Search longer: search -a flat-edge -w bert --strategy random --evaluations 40\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-o", "--out"})
  void looksIntoTheScheduleWhereTheUserKeepsIt(String option, @TempDir Path folder) {
    String search =
        "search -a flat-edge -w bert --sequence 64 -m flat --space published --objective latency"
            + " --what-if";
    Path file = folder.resolve("kept.json");

    assertThat(CommandRun.of(search.split(" ")).out())
        .endsWith("\"explain --schedule best.json\": " + search + " --out best.json\n");
    CommandRun kept = CommandRun.of(List.of(search.split(" ")), option, file.toString());
    assertThat(kept.err()).isEmpty();
    assertThat(kept.out().replace("'", "")) // around a path with spaces
        .endsWith("Next\n  Explain the schedule: explain --schedule " + file + "\n");
  }

  @Test
  void quotesWhatAShellWouldTakeApart(@TempDir Path folder) {
    Path chip = folder.resolve("my chip's.json");
    StrictJson.writeFile(chip, SpecCatalogue.accelerator("flat-edge").toJson());

    CommandRun run =
        CommandRun.of(
            "search", "-a", chip.toString(), "-w", "bert", "-m", "flat", "--evaluations", "300");

    assertThat(run.out())
        .contains(": search -a '" + folder + "/my chip'\\''s.json' -w bert -m flat --");
  }
}
