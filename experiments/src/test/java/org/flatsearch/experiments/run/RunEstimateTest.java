package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.experiments.definition.Run;
import org.junit.jupiter.api.Test;

class RunEstimateTest {
  private static List<Run> runs(String strategy, String budgets) {
    String definition =
        """
        schemaVersion: 1
        name: timed
        accelerators: [flat-edge]
        workloads: [bert, trxl]
        models: [flat]
        spaces: [published]
        strategies: [%s]
        budgets: [%s]
        seeds: [1..3]
        """
            .formatted(strategy, budgets);
    return PlannedRuns.of(DefinitionReader.read(definition, "d.yaml", Path.of(""))).stream()
        .map(PlannedRun::run)
        .toList();
  }

  /** Random search uses up its time, whatever the machine. */
  @Test
  void multipliesTheTimeOfEachKindByItsRuns() {
    assertThat(RunEstimate.of(runs("random", "{seconds: 0.3}, {seconds: 0.2}"), 5).seconds())
        .isCloseTo((6 * 0.3 + 6 * 0.2) / 5, within(1e-9));
  }

  /** The space is so small that each of them ends within a trial, however busy the machine is. */
  @Test
  void takesASearchThatEndsByItselfForNoLonger() {
    List<Run> runs = runs("exhaustive", "{seconds: 1000}");

    assertThat(RunEstimate.of(runs, 1).seconds()).isPositive().isLessThan(1000);
  }
}
