package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.experiments.definition.Definition;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.Matrix;
import org.flatsearch.experiments.run.Experiment;
import org.flatsearch.experiments.run.Experiment.Existing;
import org.flatsearch.experiments.run.ExperimentListener;
import org.flatsearch.experiments.run.LocalRunExecutor;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.experiments.run.RunRecord;
import org.flatsearch.spec.AcceleratorFigure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachTest {
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
        - {name: both swept, sweeps: [{dramReadBytesPerSecond: [1GB/s, 2GB/s]},
                                      {bufferBytes: [256KiB, 1MiB]}]}
      """;

  @TempDir Path folder;

  private List<Reach> reaches() throws IOException {
    Definition definition = DefinitionReader.read(SWEEP, "sweep.yaml", folder);
    RunFolder results = new RunFolder(folder.resolve("runs"));
    new Experiment(definition, Matrix.runs(definition), results, "FlatSearch test")
        .execute(new LocalRunExecutor(2), Existing.RESUME, ExperimentListener.NONE);
    List<RunRecord> runs = new ArrayList<>();
    results.read(runs::add);
    assertThat(SummaryText.of(results.header(), runs))
        .contains("## The least `dramReadBytesPerSecond` of those tried for 95.0% utilisation")
        .contains("| flat-edge | bert-4096 | 50 GB/s | 100 GB/s |");
    return Reach.of(results.header(), Outcome.of(runs));
  }

  @Test
  void findsTheLeastFigureThatIsEnoughWhereNothingElseIsSwept() throws IOException {
    List<Reach> reaches = reaches();

    assertThat(reaches)
        .extracting(Reach::figure, Reach::accelerator, Reach::workload, Reach::series)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                AcceleratorFigure.DRAM_READ_BYTES_PER_SECOND, "flat-edge", "bert-4096", "all"),
            org.assertj.core.groups.Tuple.tuple(
                AcceleratorFigure.DRAM_READ_BYTES_PER_SECOND, "flat-edge", "bert-4096", "unfused"));
    assertThat(reaches.get(0).least()).hasValue(50e9);
    assertThat(reaches.get(1).least()).hasValue(100e9);
    assertThat(reaches.get(0).leastTried()).isEqualTo(1e9);
    assertThat(reaches.get(0).mostUtilization()).isBetween(0.99, 1.0);
  }
}
