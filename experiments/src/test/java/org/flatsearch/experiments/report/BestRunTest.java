package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.definition.Comparison;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.goal.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches of several models, spaces and objectives, whose best runs must not be mixed up. */
class BestRunTest {
  private static final String SEVERAL =
      """
      schemaVersion: 1
      name: several
      description: One that says <b>what</b> it is.
      accelerators: [flat-edge]
      workloads: [bert]
      models: [flat, loopnest]
      budgets: [2000]
      searches:
        - {name: few, strategies: [random]}
        - {name: "more | others", strategies: [hill-climbing], objectives: [[latency, energy], energy]}
        - {name: flat only, models: [flat], strategies: [annealing]}
      comparisons:
        - {name: luck, of: "more | others", against: few, metric: latency}
        - {name: model, of: few, against: flat only, metric: latency}
      """;

  @TempDir Path folder;

  private ExecutedExperiment several() throws IOException {
    return ExecutedExperiment.of(SEVERAL, folder);
  }

  private static double latency(List<RunRecord> runs, String search, String model) {
    return runs.stream()
        .filter(run -> run.search().equals(search) && run.setting().model().equals(model))
        .filter(run -> run.setting().objective().metrics().get(0).equals("latency"))
        .mapToDouble(run -> run.best().orElseThrow().cost().latencySeconds())
        .findFirst()
        .orElseThrow();
  }

  private List<Comparison> comparisons() {
    return DefinitionReader.outline(SEVERAL, "several.yaml").comparisons();
  }

  @Test
  void areTheBestRunAndTheHighestBoundOfASearch() {
    RunRecord run = Records.run("bert", "random", 2, 1, 1);
    BestRun best =
        BestRun.of(
                List.of(
                    Records.run("bert", "random", 1, 1, 1.2),
                    run,
                    Records.run("bert", "auto", 1, Status.BOUNDED, List.of(0.8, 1.0), 1, 1.1),
                    Records.run("bert", "auto", 2, Status.BOUNDED, List.of(0.5, 1.0), 1, 1.3)))
            .get(0);
    assertThat(best.run()).isEqualTo(run);
    assertThat(best.lowerBound()).isEqualTo(0.8);
    assertThat(best.proven()).isFalse();
    assertThat(best.gap()).isEqualTo(0.25);
  }

  /** Two models that sum up the same terms may do so in different orders. */
  @Test
  void haveNoGapBelowNothing() {
    RunRecord run =
        Records.run("bert", "auto", 1, Status.BOUNDED, List.of(10.0, 1.0), 1, 10 * (1 - 1e-12));

    assertThat(BestRun.of(List.of(run)).get(0).gap()).isZero();
  }

  @Test
  void areProvenIfOneRunProvesIt() {
    List<BestRun> bestRuns =
        BestRun.of(
            List.of(
                Records.run("bert", "random", 1, 1, 12),
                Records.run("bert", "auto", 1, Status.PROVEN, List.of(9.0, 1.0), 1, 9),
                Records.run("xlm", "random", 1, 1, 12),
                Records.run("vit", "auto", 1, Status.PROVEN, List.of())));
    assertThat(bestRuns).as("nothing fits vit").hasSize(2);
    assertThat(bestRuns.get(0).proven()).isTrue();
    assertThat(bestRuns.get(0).gap()).isZero();
    assertThat(bestRuns.get(1).gap()).as("nothing is known").isNaN();
    BestRun nothingFits =
        new BestRun(Records.run("vit", "auto", 1), 8, false, bestRuns.get(0).severalOf());
    assertThat(nothingFits.gap()).isNaN();
  }

  /** In many studies, one search finds and another one proves. */
  @Test
  void areProvenIfAnotherSearchOfTheSameProblemProvesIt() throws IOException {
    ExecutedExperiment experiment =
        ExecutedExperiment.of(
            """
            schemaVersion: 1
            name: proofs
            accelerators: [flat-edge]
            workloads: [bert]
            models: [flat]
            spaces: [published]
            strategies: [random]
            budgets: [5000]
            searches:
              - {name: found}
              - {name: short, budgets: [1]}
              - {name: other, restrictions: [logits==dram]}
              - {name: proof, strategies: [exhaustive]}
            """,
            folder);

    List<BestRun> bestRuns = experiment.bestRuns();

    assertThat(bestRuns).extracting(BestRun::proven).containsExactly(true, false, false, true);
    assertThat(bestRuns.get(1).gap()).isPositive();
    assertThat(bestRuns.get(2).gap()).as("of another problem").isNaN();
  }

  /** The proof is that nothing fits, not that the schedule that comes closest is the best. */
  @Test
  void areNotProvenWhereNothingFits() throws IOException {
    String small =
        """
        schemaVersion: 1
        name: small
        accelerators: [{name: flat-edge, set: {bufferBytes: 1KiB}}]
        workloads: [bert]
        models: [small-buffer]
        spaces: [published]
        strategies: [exhaustive]
        budgets: [1000]
        """;

    ExecutedExperiment experiment = ExecutedExperiment.of(small, folder);

    assertThat(experiment.runs()).extracting(RunRecord::status).containsExactly(Status.PROVEN);
    assertThat(experiment.bestRuns()).extracting(BestRun::proven).containsExactly(false);
    assertThat(experiment.bestRuns().get(0).gap()).isNaN();
  }
}
