package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
                + " =].*lanes=64.* --set bufferBytes=\\d+\n");
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
