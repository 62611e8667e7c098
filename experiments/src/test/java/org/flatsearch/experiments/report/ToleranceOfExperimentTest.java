package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.compare.Reference;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.experiments.record.CheckedProofs;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.record.WrongProof;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments in which latencies within the same step tie, so that energy decides. */
class ToleranceOfExperimentTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: tolerance
      accelerators: [flat-edge]
      workloads: [{name: bert, set: {sequence: 4096}}]
      strategies: [auto]
      objectives: [{metrics: [latency, energy], tolerance: 0%}, {metrics: [latency, energy], tolerance: 1%}]
      budgets: [1000000]
      """;

  @TempDir static Path folder;

  private static ExecutedExperiment experiment;

  @BeforeAll
  static void execute() throws IOException {
    experiment = ExecutedExperiment.of(DEFINITION, folder);
  }

  private static RunRecord inStepsOfTen(RunRecord run) {
    return Records.within(run, 0.1);
  }

  @Test
  void findsWhatASearchWithThatToleranceFinds() {
    RunRecord tolerant = experiment.runs().get(1);

    AttentionProblem problem =
        Spaces.problem(
            CostModels.named("loopnest"),
            "full",
            experiment.header().accelerators().get("flat-edge"),
            experiment.header().workloads().get("bert-4096"));
    SearchResult result =
        Search.of(problem, Strategies.named("auto"))
            .objective(Objective.DEFAULT.within(Tolerance.parse("1%")))
            .budget(Budget.ofEvaluations(1_000_000))
            .run();

    assertThat(tolerant.best().orElseThrow().schedule()).isEqualTo(problem.schedule(result.best()));
    assertThat(tolerant.status()).isEqualTo(Status.PROVEN);
    Cost fastest = experiment.runs().get(0).best().orElseThrow().cost();
    Cost frugal = tolerant.best().orElseThrow().cost();
    assertThat(frugal.energyJoules()).isLessThan(0.95 * fastest.energyJoules());
    assertThat(frugal.latencySeconds()).isLessThan(1.01 * fastest.latencySeconds());
  }

  /** In steps of 10%, 9.9, 10 and 10.5 are equal, and 9.7 is in the step before. */
  @Test
  void makesEqualWhatIsInTheSameStep() {
    RunRecord proven =
        inStepsOfTen(
            Records.run("bert", "auto", 1, Status.PROVEN, List.of(9.85, 1.0), 1, 12, 5, 10.5));
    RunRecord equal = inStepsOfTen(Records.run("bert", "random", 1, 7, 9.9));
    RunRecord less = inStepsOfTen(Records.run("bert", "random", 2, 7, 9.7));

    assertThat(CheckedProofs.of(List.of(proven, equal)).wrong()).isEmpty();
    assertThat(CheckedProofs.of(List.of(proven, less)).wrong())
        .containsExactly(new WrongProof(proven, less));

    StrategyComparison comparison = StrategyComparison.of(List.of(equal, proven));
    assertThat(comparison.problems().get(0).reference().kind()).isEqualTo(Reference.Kind.OPTIMUM);
    assertThat(comparison.problems().get(0).reference().value())
        .isEqualTo(Tolerance.of(0.1).floor(10));
    comparison
        .lineUp()
        .contenders()
        .forEach(
            contender ->
                assertThat(comparison.problems().get(0).finalGaps(contender))
                    .as("%s", contender)
                    .containsExactly(0));
    assertThat(comparison.targets(comparison.lineUp().contenders().get(0)).evaluations().get(6))
        .as("to the optimum")
        .isIn(5.0, 7.0);
  }

  /** The best run is the first of those that tie, which need not be the one that proved it. */
  @Test
  void provesEveryScheduleInTheStepOfTheOptimum() {
    RunRecord proven =
        inStepsOfTen(Records.run("bert", "auto", 1, Status.PROVEN, List.of(9.85, 1.0), 5, 9.9));
    RunRecord equal = inStepsOfTen(Records.run("bert", "random", 1, 7, 10.5));
    RunRecord unequal = inStepsOfTen(Records.run("bert", "random", 1, 7, 10.9));

    assertThat(BestRun.of(List.of(equal, proven)).get(0).run()).isEqualTo(equal);
    assertThat(BestRun.of(List.of(equal, proven)).get(0).proven()).isTrue();
    assertThat(BestRun.of(List.of(unequal, proven)).get(0).run()).isEqualTo(proven);
  }
}
