package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.flatsearch.spec.AcceleratorFigure.BUFFER_BYTES;
import static org.flatsearch.spec.AcceleratorFigure.DRAM_READ_BYTES_PER_SECOND;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementTest {
  private static final String SWEEP =
      """
      schemaVersion: 1
      name: bandwidths
      accelerators: [flat-edge]
      workloads: [bert-4096]
      models: [flat]
      spaces: [published]
      strategies: [exhaustive]
      budgets: [1000]
      sweeps: [{dramReadBytesPerSecond: [1GB/s, 25GB/s, 50GB/s, 100GB/s]}]
      searches:
        - {name: all}
        - {name: unfused, restrictions: [logits==dram]}
        - {name: both swept, sweeps: [{dramReadBytesPerSecond: [1GB/s, 30GB/s]},
                                      {bufferBytes: [256KiB, 1MiB]}]}
        - {name: two, sweeps: [{dramReadBytesPerSecond: [3GB/s, 2GB/s]}]}
        - {name: not swept, sweeps: [{dramReadBytesPerSecond: [5GB/s]}]}
        - {name: frugal, objectives: [energy]}
        - {name: fitting, models: [small-buffer], sweeps: [{bufferBytes: [1KiB, 64MiB]}]}
      """;

  @TempDir Path folder;

  private List<Requirement> requirements(String buffers) throws IOException {
    ExecutedExperiment experiment =
        ExecutedExperiment.of(SWEEP.replace("[1KiB, 64MiB]", buffers), folder);
    assertThat(experiment.summary())
        .contains("## The least `dramReadBytesPerSecond` of those tried for 95.0% utilisation")
        .contains("| flat-edge | bert-4096 | 50 GB/s | 100 GB/s |");
    return Requirement.of(experiment.header(), experiment.bestRuns());
  }

  @Test
  void findsTheLeastFigureThatIsEnoughForEachValueOfTheOthers() throws IOException {
    List<Requirement> requirements = requirements("[1KiB, 64MiB]");

    assertThat(requirements)
        .extracting(
            Requirement::figure, Requirement::series, Requirement::leastTried, Requirement::least)
        .containsExactly(
            tuple(BUFFER_BYTES, "both swept", 262144.0, OptionalDouble.empty()),
            tuple(BUFFER_BYTES, "both swept", 262144.0, OptionalDouble.of(1 << 20)),
            tuple(BUFFER_BYTES, "fitting", 1024.0, OptionalDouble.of(64 << 20)),
            tuple(DRAM_READ_BYTES_PER_SECOND, "all", 1e9, OptionalDouble.of(50e9)),
            tuple(DRAM_READ_BYTES_PER_SECOND, "unfused", 1e9, OptionalDouble.of(100e9)),
            tuple(DRAM_READ_BYTES_PER_SECOND, "both swept", 1e9, OptionalDouble.empty()),
            tuple(DRAM_READ_BYTES_PER_SECOND, "both swept", 1e9, OptionalDouble.of(30e9)),
            tuple(DRAM_READ_BYTES_PER_SECOND, "two", 2e9, OptionalDouble.empty()));
    assertThat(requirements)
        .extracting(each -> each.toJson().get("isLeastTried").asBoolean())
        .containsOnly(false);
    assertThat(requirements)
        .extracting(Requirement::accelerator)
        .containsExactly(
            "flat-edge+dramReadBytesPerSecond-1GB-s",
            "flat-edge+dramReadBytesPerSecond-30GB-s",
            "flat-edge",
            "flat-edge",
            "flat-edge",
            "flat-edge+bufferBytes-256KiB",
            "flat-edge+bufferBytes-1MiB",
            "flat-edge");
    assertThat(requirements).extracting(Requirement::workload).containsOnly("bert-4096");
    assertThat(requirements.get(3).mostUtilization()).isBetween(0.99, 1.0);
  }

  /** A schedule that does not fit makes no use of the array. */
  @Test
  void countsWhatDoesNotFitAsNoUse() throws IOException {
    assertThat(requirements("[1KiB, 2KiB]"))
        .filteredOn(requirement -> requirement.series().equals("fitting"))
        .extracting(Requirement::least, Requirement::mostUtilization)
        .containsExactly(tuple(OptionalDouble.empty(), 0.0));
    assertThat(requirements("[32MiB, 64MiB]"))
        .filteredOn(requirement -> requirement.series().equals("fitting"))
        .extracting(each -> each.toJson().get("isLeastTried").asBoolean())
        .containsExactly(true);
  }
}
