package org.flatsearch.experiments.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.run.RunExecution;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Otherwise a runner that mixes up runs could give a run the figures of another. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'search':'all'|'search':'other'",
        "'name':'flat-edge'|'name':'mine'",
        "'name':'bert'|'name':'mine'",
        "'model':'flat'|'model':'loopnest'",
        "'space':'full'|'space':'published'",
        "'restrictions':[]|'restrictions':['row.tile==1']",
        "'objective':['latency','energy']|'objective':['latency']",
        "'strategy':'random'|'strategy':'tabu'",
        "'parameters':{}|'parameters':{'a':'1'}",
        "'seed':1|'seed':2",
        "'budget':{'evaluations':20}|'budget':{'evaluations':21}"
      })
  void isOfNoRunThatDiffersInOneField(String field, String other) {
    String json = run.toJson().toString().replace('"', '\'');
    assertThat(json).contains(field);
    String changed = json.replace(field, other).replace('\'', '"');

    assertThat(record.isOf(run)).isTrue();
    assertThat(record.isOf(Run.read(StrictJson.readString(changed, "run")))).isFalse();
  }
}
