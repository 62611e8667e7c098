package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.goal.Status;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments whose schedules are replayed, and what is reported of them. */
class RefinedExperimentTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: refined
      accelerators: [{name: tileflow-edge, set: {bufferBytes: 64KiB}}]
      workloads: [{name: t5-small, set: {batch: 2}}]
      strategies: [hill-climbing]
      seeds: [1..4]
      budgets: [2000]
      searches:
        - {name: bound}
        - {name: replay, refine: 20, strategies: [late-acceptance]}
      """;

  @TempDir static Path folder;

  private static ExecutedExperiment experiment;

  @BeforeAll
  static void execute() throws IOException {
    experiment = ExecutedExperiment.of(DEFINITION, folder);
  }

  private static List<RunRecord> runs(String search) {
    return experiment.runs().stream().filter(run -> run.search().equals(search)).toList();
  }

  private static double walked(RunRecord run, RatedSchedule schedule) {
    return RatedSchedule.of(
            schedule.schedule(),
            CostModels.named("walk"),
            experiment.header().accelerators().get(run.accelerator()),
            experiment.header().workloads().get(run.workload()))
        .cost()
        .latencySeconds();
  }

  @Test
  void replayWhatEachRunFoundAndGoOnFromThere() {
    assertThat(runs("bound")).extracting(RunRecord::verification).containsOnly(Optional.empty());
    assertThat(runs("replay"))
        .hasSize(4)
        .allSatisfy(
            run -> {
              Verification replay = run.verification().orElseThrow();
              RatedSchedule chosen = run.best().orElseThrow();
              double latency = chosen.cost().latencySeconds();
              assertThat(replay.model()).isEqualTo("walk");
              assertThat(replay.refinement().orElseThrow().replays()).isPositive();
              assertThat(latency)
                  .isEqualTo(walked(run, chosen))
                  .isLessThanOrEqualTo(walked(run, run.searched().orElseThrow()))
                  .isGreaterThanOrEqualTo(replay.replays().get(0).searched().latencySeconds());
            });
    assertThat(runs("replay"))
        .as("some are improved")
        .anyMatch(
            run ->
                run.best().orElseThrow().cost().latencySeconds()
                    < walked(run, run.searched().orElseThrow()));
  }

  @Test
  void areReportedByTheBestReplay() {
    BestRun best = experiment.bestRuns().get(1);
    RunRecord least = runs("replay").get(0);
    for (RunRecord run : runs("replay")) {
      Cost cost = run.replayed().orElseThrow().cost();
      Cost leastCost = least.replayed().orElseThrow().cost();
      if (CostMetrics.compare(cost, leastCost, run.setting().objective()) < 0) {
        least = run;
      }
    }

    assertThat(best.run()).isEqualTo(least);
    assertThat(best.model()).isEqualTo("walk");
    assertThat(best.cost()).isEqualTo(least.replayed().orElseThrow().cost());
    assertThat(experiment.bestRuns().get(0).model()).isEqualTo("loopnest");
    assertThat(experiment.summary())
        .contains("\nThe figures of replay are of replays by model walk; gaps are to what model")
        .contains(" The latencies of bound are those of model loopnest, lower bounds that leave");
  }

  @Test
  void standInTablesWithTheFiguresOfTheReplay() throws IOException {
    ExecutedExperiment swept =
        ExecutedExperiment.of(
            """
            schemaVersion: 1
            name: swept
            accelerators: [rtl-16x16]
            workloads: [{name: vit-b-16, set: {batch: 1}}]
            sweeps: [{bufferBytes: [48KiB, 64KiB]}]
            strategies: [hill-climbing]
            budgets: [500]
            refine: 1
            """,
            folder);
    double mostSearched = 0;
    double mostReplayed = 0;
    for (BestRun best : swept.bestRuns()) {
      Cost searched = best.run().searched().orElseThrow().cost();
      Cost replayed = best.cost();
      mostSearched = Math.max(mostSearched, searched.utilization());
      mostReplayed = Math.max(mostReplayed, replayed.utilization());
      String row = "| %s | %s | ".formatted(best.run().accelerator(), best.run().workload());
      assertThat(swept.summary())
          .contains(row + Units.seconds(replayed.latencySeconds()) + " |\n")
          .doesNotContain(row + Units.seconds(searched.latencySeconds()) + " |\n");
    }
    assertThat(Requirement.of(swept.header(), swept.bestRuns()).get(0).mostUtilization())
        .isEqualTo(mostReplayed)
        .isLessThan(mostSearched);
  }

  @Test
  void handOverTheScheduleOfTheReplay() {
    Map<String, String> files = BestSchedules.of(experiment.header(), experiment.runs());
    BestRun best = experiment.bestRuns().get(1);

    EvaluationDocument document =
        EvaluationDocument.read(
            StrictJson.readString(
                files.get(
                    "replay_%s_%s.json".formatted(best.run().accelerator(), best.run().workload())),
                "file"));

    assertThat(document.model()).isEqualTo("walk");
    assertThat(document.modelVersion()).hasValue(CostModels.named("walk").version());
    assertThat(document.rated()).isEqualTo(best.best());
  }

  /** A run with a proven optimum of this latency by the bound, and a latency by the replay. */
  private static RunRecord replayed(String strategy, double latency, double replayed) {
    return replayed(strategy, latency, replayed, 1.0);
  }

  private static RunRecord replayed(
      String strategy, double latency, double replayed, double replayedEnergy) {
    RunRecord run =
        Records.run("bert", strategy, 1, Status.PROVEN, List.of(latency, 1.0), 1, latency);
    RatedSchedule best = run.searched().orElseThrow();
    Replay replay =
        new Replay(
            OptionalInt.of(1),
            best.schedule(),
            best.cost(),
            Records.cost(best.cost(), replayed, replayedEnergy));
    return Records.with(run, replay(replay));
  }

  private static Verification replay(Replay replay) {
    return new Verification(
        "walk",
        OptionalInt.empty(),
        List.of(replay),
        List.of(),
        OptionalDouble.empty(),
        Optional.empty());
  }

  @Test
  void areProvenOnlyIfTheReplayIsNoWorseThanWhatIsProven() {
    BestRun reached = BestRun.of(List.of(replayed("auto", 8, 8 * (1 + 5e-9)))).get(0);
    BestRun above = BestRun.of(List.of(replayed("auto", 8, 10))).get(0);

    assertThat(reached.proven()).isTrue();
    assertThat(reached.gap()).isZero();
    assertThat(above.proven()).isFalse();
    assertThat(above.gap()).isEqualTo(0.25);
    assertThat(BestRun.of(List.of(replayed("auto", 8, 8 * (1 + 1e-6)))).get(0).proven())
        .as("more than rounding")
        .isFalse();
  }

  /** A schedule may fit only by the model of the search. */
  @Test
  void areThoseOfTheSearchWhereTheReplayDoesNotFit() {
    RunRecord run = Records.run("bert", "random", 1, 1, 8);
    RatedSchedule best = run.searched().orElseThrow();
    RatedSchedule tooLarge =
        RatedSchedule.of(
            best.schedule(),
            CostModels.named("walk"),
            SpecCatalogue.accelerator("flat-edge").with(Map.of("bufferBytes", "1KiB")),
            SpecCatalogue.workload("bert"));
    assertThat(tooLarge.cost().isFeasible()).isFalse();
    RunRecord replayed =
        Records.with(
            run,
            replay(new Replay(OptionalInt.of(1), best.schedule(), best.cost(), tooLarge.cost())));

    assertThat(replayed.replayed()).isEmpty();
    assertThat(replayed.best()).contains(best);
    assertThat(BestRun.of(List.of(replayed)).get(0).isReplayed()).isFalse();
  }

  @Test
  void replayNothingWhereNothingFits() throws IOException {
    ExecutedExperiment small =
        ExecutedExperiment.of(DEFINITION.replace("64KiB", "4B").replace("1..4", "1"), folder);

    assertThat(small.runs())
        .hasSize(2)
        .allSatisfy(
            run -> {
              assertThat(run.isFeasible()).isFalse();
              assertThat(run.verification()).isEmpty();
            });
  }
}
