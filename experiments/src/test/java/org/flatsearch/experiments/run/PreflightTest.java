package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightTest {
  @TempDir private static Path folder;

  @Test
  void refusesBeforeAnythingRunsWhatOnlyStrategiesAndSpacesKnow() {
    String text = SmallExperiment.in(folder, 20).definition().text();
    assertRefused(
        text.replace("{bounds: 20}", "{bonds: 20}"),
        "line 13, column 18: talkative can't search flat-edge × bert: unknown parameter 'bonds'");
    assertRefused(
        text.replace("name: talkative\n", "name: talkative\n    restrictions: [\"row.tle==1\"]\n"),
        "line 12, column 20: talkative can't search");
    assertRefused(
        text.replace("[random, hill-climbing, genetic]", "[exhaustive]")
            .replace("[flat]", "[loopnest]"),
        "line 9, column 18: exhaustive can't search flat-edge × bert: ");
    assertRefused(
        text.replace("[random, hill-climbing, genetic]", "[random, exhaustive]"),
        "line 9, column 26: exhaustive can't search flat-edge × bert: strategy 'exhaustive' cannot"
            + " finish problem");
    assertRefused(text + "    spaces: [divisors]\n", "line 14, column 14: talkative can't search");
  }

  /** What is checked once for all seeds is checked for everything else that runs differ in. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flat-edge]  | flat-edge, tileflow-edge] | 8, column 10: exhaustive can't search tileflow-",
        "bert]       | bert, trxl]               | 7, column 14: exhaustive can't search flat-edge"
            + " × t",
        "flat]       | flat, loopnest]           | 7, column 14: exhaustive can't search flat-edge"
            + " × b",
        "712800]     | 712800, 9]                | 7, column 14: exhaustive can't search flat-edge"
            + " × b",
        "energy]]    | energy], latency]         | 7, column 26: nsga2 can't search flat-edge ×"
            + " bert: ",
        "nsga2]      | nsga2, {name: nsga2, parameters: {x: 1}}] | 7, column 33: nsga2 can't search"
            + " ",
      })
  void checksEachCombination(String part, String replacement, String message) {
    String text =
        """
        schemaVersion: 1
        name: combinations
        accelerators: [flat-edge]
        workloads: [bert]
        models: [flat]
        budgets: [712800]
        strategies: [exhaustive, nsga2]
        spaces: [full]
        objectives: [[latency, energy]]
        """;
    Preflight.check(plan(text));

    assertRefused(text.replace(part, replacement), "line " + message);
  }

  private static void assertRefused(String text, String message) {
    List<PlannedRun> runs = plan(text);
    assertThatThrownBy(() -> Preflight.check(runs))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message.substring(0, message.indexOf(": ")) + ", /")
        .hasMessageContaining(message.substring(message.indexOf(": ")));
  }

  private static List<PlannedRun> plan(String text) {
    return PlannedRuns.of(DefinitionReader.read(text, "d.yaml", folder));
  }
}
