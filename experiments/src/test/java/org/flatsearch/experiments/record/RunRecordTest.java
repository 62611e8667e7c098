package org.flatsearch.experiments.record;

import java.nio.file.Path;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.run.RunExecution;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: one
      accelerators: [flat-edge]
      workloads: [bert]
      models: [flat]
      strategies: [random]
      budgets: [20]
      """;

  @TempDir static Path folder;

  private static Run run;
  private static RunRecord record;

  @BeforeAll
  static void execute() {
    run = PlannedRuns.of(DefinitionReader.read(DEFINITION, "one.yaml", folder)).get(0).run();
    record = new RunExecution().execute(run);
  }
}
