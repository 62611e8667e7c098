package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunExecutionTest {
  /** Searches of many problems, some of which differ only in a single figure or restriction. */
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: mixed
      accelerators: [flat-edge]
      workloads: [bert]
      budgets: [60]
      searches:
        - name: restricted
          models: [flat, loopnest]
          restrictions: ["row.tile%16==0"]
          strategies: [random, tabu]
          seeds: [1, 2]
        - name: swept
          sweeps: [{bufferBytes: [512KiB, 1MiB]}]
          models: [flat, loopnest]
          strategies: [genetic, cma-es]
        - name: published
          models: [flat]
          spaces: [published]
          strategies: [branch-and-bound, annealing]
        - name: exact
          models: [flat]
          strategies: [auto]
      """;

  @TempDir Path folder;

  private List<Run> runs(String definition) {
    return PlannedRuns.of(DefinitionReader.read(definition, "mixed.yaml", folder)).stream()
        .map(PlannedRun::run)
        .toList();
  }

  private static String line(RunExecution execution, Run run) {
    RunRecord record = execution.execute(run);
    assertThat(RunRecord.read(record.toLine(), "line")).isEqualTo(record);
    return SmallExperiment.withoutTimes(record.toLine());
  }

  /** What it has found by then is not what the run finds. */
  @Test
  void givesNoRecordOfASearchThatWasInterrupted() {
    Run run = runs(DEFINITION).get(0);
    // One that has ended when the wait for it begins is finished, as those of 60 evaluations may
    // be.
    Run longRun = runs(DEFINITION.replace("[60]", "[1000000000]")).get(0);
    RunExecution execution = new RunExecution();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> execution.execute(longRun))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("interrupted");

    assertThat(Thread.interrupted()).as("the caller sees the interrupt too").isTrue();
    assertThat(execution.execute(run).evaluations()).isEqualTo(60);
  }

  @Test
  void givesTheSameWhateverWasExecutedBefore() {
    List<Run> runs = runs(DEFINITION);
    List<String> each = runs.stream().map(run -> line(new RunExecution(), run)).toList();
    assertThat(each).hasSize(19).doesNotHaveDuplicates();
    for (int seed = 1; seed <= 3; seed++) {
      List<Integer> order = new ArrayList<>();
      for (int k = 0; k < runs.size(); k++) {
        order.add(k);
      }
      Collections.shuffle(order, new Random(seed));
      RunExecution execution = new RunExecution();

      for (int k : order) {
        assertThat(line(execution, runs.get(k)))
            .as("run %d, seed %d", k, seed)
            .isEqualTo(each.get(k));
      }
    }
  }

  @Test
  void goesOnAfterARunThatIsRefused() {
    Run run = runs(DEFINITION).get(0);
    Run refused = runs(DEFINITION.replace("row.tile%16==0", "row.tle==1")).get(0);
    RunExecution execution = new RunExecution();
    String before = line(execution, run);

    assertThatThrownBy(() -> execution.execute(refused)).isInstanceOf(InvalidInputException.class);

    assertThat(line(execution, run)).isEqualTo(before);
  }

  @Test
  void knowsWhatIsThere() {
    RunExecution execution = new RunExecution();

    assertThat(execution.hasModel("flat")).isTrue();
    assertThat(execution.hasModel("flatter")).isFalse();
    assertThat(execution.hasStrategy("tabu")).isTrue();
    assertThat(execution.hasStrategy("taboo")).isFalse();
  }
}
