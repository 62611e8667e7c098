package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.experiments.definition.ShippedDefinitions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped comparison with the published figures, for a single language model and length. */
class FlatPublishedTest {
  @TempDir static Path folder;
  private static ExecutedExperiment experiment;
  private static List<BestRun> bestRuns;

  @BeforeAll
  static void runScaledDown() throws IOException {
    String text =
        Files.readString(ShippedDefinitions.named("flat-published"))
            .replaceAll("workloads: \\[.*]", "workloads: [bert]")
            .replaceAll("sequence: \\[.*]", "sequence: [4096]")
            .replace(
                "strategies: [auto]\n    budgets: [100000]",
                "strategies: [auto]\n    budgets: [2000]")
            .replace("budgets: [100000]", "budgets: [4000]");
    experiment = ExecutedExperiment.of(text, folder);
    bestRuns = experiment.bestRuns();
  }

  private static double latency(String search, String accelerator) {
    return bestRuns.stream()
        .filter(best -> best.run().search().equals(search))
        .filter(best -> best.run().accelerator().equals(accelerator))
        .mapToDouble(best -> best.run().value())
        .min()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat-edge", "flat-cloud"})
  void ordersTheSearchesAsTheirSpacesAreNested(String accelerator) {
    double published = latency("published optimum", accelerator);

    assertThat(published)
        .isEqualTo(
            Math.min(
                latency("unfused", accelerator),
                Math.min(latency("FLAT-R", accelerator), latency("FLAT-H", accelerator))));
    assertThat(latency("flat full", accelerator)).isLessThanOrEqualTo(published);
    assertThat(latency("FLAT-B", accelerator)).isLessThanOrEqualTo(latency("FLAT-M", accelerator));
    // Both are heuristic within so few evaluations, so that nesting holds up to their gaps.
    assertThat(latency("loopnest full", accelerator))
        .isLessThanOrEqualTo(1.05 * latency("loopnest ROW", accelerator));
  }

  @Test
  void provesTheOptimaOfModelFlat() {
    assertThat(bestRuns)
        .hasSize(20)
        .filteredOn(best -> best.run().setting().model().equals("flat"))
        .hasSize(14)
        .allMatch(BestRun::proven);
  }

  @Test
  void putsThePublishedFiguresBesideItsOwn() {
    String summary = experiment.summary();
    String edge =
        summary.lines().filter(line -> line.contains("| flat-edge | ")).findFirst().orElseThrow();

    // At 4,096 tokens FLAT's fusion gains more than on average over all lengths.
    assertThat(edge)
        .contains("published optimum over unfused, latency", "| 1.129× | 1 |")
        .contains("**1.94×** abstract", "**1.75×** body", "**1.016×** corrected table");
    assertThat(summary)
        .contains("**1.76×** abstract", "**1.65×** body", "**1.54×** corrected table")
        .contains("### Latency", "### Energy", "### DRAM traffic", "### Utilisation")
        .contains("| flat-edge | bert-4096 | 1.935 s ✓ | 1.714 s ✓ |");
  }
}
