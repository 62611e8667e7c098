package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTextTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: lanes
      accelerators: [silent.json]
      workloads: [bert]
      sweeps: [{lanes: [1, unlimited]}]
      models: [flat]
      spaces: [published]
      strategies: [exhaustive]
      objectives: [latency]
      """;

  @TempDir Path folder;

  private String summary(String definition) throws IOException {
    Files.writeString(
        folder.resolve("silent.json"),
        """
        {"schemaVersion": 1, "name": "silent", "rows": 32, "columns": 32, "clockHz": "1GHz",
         "bufferBytes": "4MiB", "dramReadBytesPerSecond": "900GB/s"}
        """);
    return ExecutedExperiment.of(definition, folder).summary();
  }

  @Test
  void saysWhatBindsEachBestSchedule() throws IOException {
    assertThat(summary(DEFINITION))
        .startsWith("# lanes\n\n2 of 2 runs of `test.yaml` (")
        .contains(
            """

            ### Bound by

            | accelerator | workload | all |
            | --- | --- | ---: |
            | silent+lanes-1 | bert | softmax lanes |
            | silent+lanes-unlimited | bert | PE array |
            """);
  }

  /** Results may be somebody else's; a script in a name must not run where they are read. */
  @Test
  void namesAreNoMarkup() throws IOException {
    String named =
        """
        schemaVersion: 1
        name: named
        accelerators: [flat-edge]
        workloads: [bert]
        strategies: [random]
        budgets: [20]
        searches:
          - {name: '<img src=x onerror=alert(1)> \\| tile<=128'}
        """;

    assertThat(ExecutedExperiment.of(named, folder).summary())
        .contains("| &lt;img src=x onerror=alert(1)> \\\\\\| tile<=128 |")
        .doesNotContain("<img");
  }

  @Test
  void saysWhatEachSearchNeedsOfASweptFigure() throws IOException {
    String swept =
        """
        schemaVersion: 1
        name: needs
        accelerators: [flat-edge]
        workloads: [bert]
        objectives: [latency]
        searches:
          - {name: enough, strategies: [auto], budgets: [5000], sweeps: [{bufferBytes: [1MiB, 2MiB]}]}
          - {name: slow, strategies: [auto], budgets: [500], sweeps: [{lanes: [2, 1]}]}
          - {name: luckless, strategies: [random], budgets: [1], sweeps: [{lanes: [1, 4]}]}
        """;

    assertThat(ExecutedExperiment.of(swept, folder).summary())
        .contains("\n| accelerator | workload | enough |\n| --- | --- | ---: |\n")
        .contains("\n| flat-edge | bert | ≤ 1 MiB |\n")
        .contains("\n| flat-edge | bert | none, at most 8.0% | nothing fits |\n")
        .contains("\n| flat-edge+lanes-4 | bert |  |  | does not fit |\n");
  }
}
