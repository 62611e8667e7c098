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

  @Test
  void leavesOutAnEnergyThatNoAcceleratorStates() throws IOException {
    assertThat(summary(DEFINITION)).doesNotContain("Energy", " J ");
    assertThat(summary(DEFINITION.replace("[silent.json]", "[silent.json, nvdla]")))
        .contains("\n### Energy\n", "| silent+lanes-1 | bert | 0 J ✓ |");
  }

  @Test
  void saysWhereOnlyWhatWasMinimisedNextIsOpen() throws IOException {
    String open =
        """
        schemaVersion: 1
        name: open
        accelerators: [flat-edge]
        workloads: [bert]
        strategies: [auto]
        objectives: [[traffic, latency]]
        budgets: [3000]
        """;

    assertThat(ExecutedExperiment.of(open, folder).summary())
        .contains("so a gap of 0 says nothing about the others.\n")
        .contains("\nThe latencies are those of model loopnest, lower bounds that leave out")
        .contains("| flat-edge | bert | 192 MiB (gap 0) |\n");
  }

  @Test
  void showsTheProductOfEnergyAndLatencyWhereASearchMinimisedIt() throws IOException {
    String nvdla = DEFINITION.replace("silent.json", "nvdla");

    assertThat(summary(nvdla)).doesNotContain("Energy-delay");
    assertThat(summary(nvdla.replace("[latency]", "[latency, edp]")))
        .contains("\n### Energy-delay product\n")
        .containsPattern(
            "\\| nvdla\\+lanes-1 \\| bert \\| [0-9.]+ mJ·s ✓ \\| [0-9.]+ mJ·s ✓ \\|\n");
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
          - {name: enough, strategies: [auto], budgets: [500], sweeps: [{bufferBytes: [1MiB, 2MiB]}]}
          - {name: slow, strategies: [auto], budgets: [500], sweeps: [{lanes: [2, 1]}]}
          - {name: luckless, strategies: [random], budgets: [1], sweeps: [{lanes: [1, 4]}]}
        """;

    assertThat(ExecutedExperiment.of(swept, folder).summary())
        .contains("\n| accelerator | workload | enough |\n| --- | --- | ---: |\n")
        .contains("\n| flat-edge | bert | ≤ 1 MiB |\n")
        .contains("\n| flat-edge | bert | none, at most 8.0% | nothing fits |\n")
        .contains("\n| flat-edge+lanes-4 | bert |  |  | does not fit |\n");
  }

  @Test
  void hasAColumnOfPublishedValuesOnlyWhereThereAreAny() throws IOException {
    String compared =
        """
        schemaVersion: 1
        name: compared
        accelerators: [flat-edge]
        workloads: [bert]
        models: [flat]
        spaces: [published]
        strategies: [exhaustive]
        objectives: [latency]
        searches:
          - {name: unfused, restrictions: [logits==dram]}
          - {name: any}
        comparisons:
          - {name: gain, of: any, against: unfused, metric: latency}
        """;

    assertThat(ExecutedExperiment.of(compared, folder).summary())
        .contains(
            """

            ## Geometric means over workloads

            | comparison | accelerator | here | workloads | from | to |
            | --- | --- | ---: | ---: | ---: | ---: |
            | gain (any over unfused, latency) | flat-edge |\
            """);
    String published = "published: [{accelerator: flat-edge, value: 2, origin: a table}]}";
    assertThat(
            ExecutedExperiment.of(compared.replace("latency}", "latency, " + published), folder)
                .summary())
        .contains("\n## Geometric means over workloads, next to published values\n")
        .contains(" | to | published, its origin, and why it differs |\n")
        .contains("| **2×** a table |\n");
  }
}
