package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.ResultDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Energy figures may be left out; then every energy, and every lower bound of it, is 0. */
@Execution(ExecutionMode.CONCURRENT)
class AcceleratorWithoutEnergyTest {
  @TempDir Path folder;
  private Path accelerator;

  @BeforeEach
  void writeAccelerator() throws Exception {
    accelerator =
        Files.writeString(
            folder.resolve("noenergy.json"),
            """
            {"schemaVersion": 1, "name": "noenergy", "rows": 32, "columns": 32,
             "bufferBytes": 524288, "clockHz": 1e9,
             "dramReadBytesPerSecond": 5e10, "dramWriteBytesPerSecond": 5e10}
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"energy", "edp"})
  void isSearchedForWhatIsAlwaysNothing(String objective) throws Exception {
    Path out = folder.resolve("best.json");
    CommandRun run =
        CommandRun.of(
            "search",
            "-a=" + accelerator,
            "-w=bert",
            "--sequence=256",
            "--objective=" + objective,
            "--evaluations=200",
            "--refine=3",
            "--what-if",
            "--out=" + out);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Replayed by walk").doesNotContain("NaN", "nfinity");
    ResultDocument result = ResultDocument.read(StrictJson.readFile(out));
    assertThat(result.verification().orElseThrow().gap()).hasValue(0);
  }

  @Test
  void isExplainedWithoutSharesOfNothing() {
    CommandRun run =
        CommandRun.of(
            "explain",
            "--schedule=" + ScheduleFiles.writeWithoutMadeFor(folder),
            "-a=" + accelerator,
            "-w=bert",
            "--sequence=1024");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("Energy\n  The accelerator gives no energy figure for the events counted here.\n")
        .doesNotContain("NaN");
  }
}
