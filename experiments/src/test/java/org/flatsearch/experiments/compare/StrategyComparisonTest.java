package org.flatsearch.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.text.ComparisonText;
import org.flatsearch.goal.Status;
import org.junit.jupiter.api.Test;

class StrategyComparisonTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  /** The optimum is 10; slow reaches 11 and 10.05 late, and once only 14. */
  private static List<RunRecord> fastAndSlow() {
    return List.of(
        Records.run("bert", "auto", 1, Status.PROVEN, List.of(10.0, 1.0), 1, 30, 5, 10),
        Records.run("bert", "slow", 1, 1, 30, 100, 14, 400, 11, 900, 10.05),
        Records.run("bert", "slow", 2, 1, 30, 200, 14),
        Records.run("bert", "random", 1, 50, 21));
  }

  @Test
  void countsEvaluationsToTargets() {
    StrategyComparison comparison = StrategyComparison.of(fastAndSlow());
    Contender slow = comparison.lineUp().contenders().get(1);

    Targets targets = comparison.targets(slow);

    assertThat(Targets.FACTORS).containsExactly(2.0, 1.5, 1.1, 1.05, 1.01, 1.001, 1.0);
    assertThat(targets.runs()).isEqualTo(2);
    assertThat(targets.successes()).containsExactly(2, 2, 1, 1, 1, 0, 0);
    assertThat(targets.successRate(2)).isEqualTo(0.5);
    // (100 + 200) / 2 for 15; (400 + 1000) / 1 for 11; (900 + 1000) / 1 for 10.5 and 10.1.
    assertThat(targets.evaluations())
        .containsExactly(150.0, 150.0, 1400.0, 1900.0, 1900.0, NEVER, NEVER);
    // 2 seconds for 1,000 evaluations.
    assertThat(targets.cpuSeconds().get(0)).isCloseTo(0.3, within(1e-12));
    assertThat(targets.cpuSeconds().get(2)).isCloseTo(2.8, within(1e-12));
  }

  @Test
  void distributesEvaluationsOverTargetsAndRuns() {
    StrategyComparison comparison = StrategyComparison.of(fastAndSlow());
    Contender slow = comparison.lineUp().contenders().get(1);

    Ecdf ecdf = comparison.evaluationsToTargets().get(slow);

    assertThat(ecdf.costs()).containsExactly(100, 200, 400, 900);
    assertThat(ecdf.fractions())
        .containsExactly(new double[] {2 / 14.0, 4 / 14.0, 5 / 14.0, 7 / 14.0}, within(1e-12));
    assertThat(comparison.cpuSecondsToTargets().get(slow).costs()[0])
        .as("100 evaluations at 2 ms each")
        .isCloseTo(0.2, within(1e-12));
    assertThat(ecdf.within(99)).isZero();
    assertThat(ecdf.within(100)).isEqualTo(2 / 14.0);
    assertThat(ecdf.within(399)).isEqualTo(4 / 14.0);
    assertThat(ecdf.within(1e9)).isEqualTo(7 / 14.0);
    List<RunRecord> twoSteps =
        List.of(Records.run("bert", "auto", 1, Status.PROVEN, List.of(10.0, 1.0), 3, 20, 5, 10));
    StrategyComparison alone = StrategyComparison.of(twoSteps);
    assertThat(alone.evaluationsToTargets().values())
        .singleElement()
        .satisfies(steps -> assertThat(steps.costs()).containsExactly(3, 5))
        .satisfies(steps -> assertThat(steps.fractions()).containsExactly(1 / 7.0, 1));
  }

  private static Ecdf ecdf(double... costs) {
    return new Ecdf(costs, new double[costs.length]);
  }

  @Test
  void measuresAgainstTheProvenOptimumWhereThereIsOne() {
    List<RunRecord> runs = new ArrayList<>(fastAndSlow());
    runs.add(Records.run("xlm", "auto", 1, Status.BOUNDED, List.of(0.8, 1.0), 1, 1));
    runs.add(Records.run("xlm", "auto", 2, Status.BOUNDED, List.of(0.9, 1.0), 1, 1));
    runs.add(Records.run("trxl", "slow", 1, 1, 12));
    runs.add(Records.run("vit", "slow", 1));
    runs.add(Records.run("t5", "auto", 1, Status.PROVEN, List.of()));
    runs.add(Records.run("gpt", "auto", 1, Status.BOUNDED, List.of(NEVER, NEVER)));

    List<Reference> references =
        StrategyComparison.of(runs).problems().stream().map(ComparedProblem::reference).toList();

    assertThat(references)
        .containsExactly(
            new Reference(Reference.Kind.OPTIMUM, 10),
            new Reference(Reference.Kind.LOWER_BOUND, 0.9),
            new Reference(Reference.Kind.BEST_FOUND, 12),
            new Reference(Reference.Kind.NONE, NEVER),
            new Reference(Reference.Kind.NONE, NEVER),
            new Reference(Reference.Kind.NONE, NEVER));
    assertThat(references.get(1).gap(1)).isCloseTo(1 / 9.0, within(1e-12));
    assertThat(references.get(0).gap(10 * (1 + 1e-14))).isZero();
    assertThat(references.get(3).gap(5)).isEqualTo(NEVER);
  }

  @Test
  void saysWhatALineUpLacks() {
    List<RunRecord> runs = fastAndSlow();

    assertThat(StrategyComparison.of(runs).remarks()).isEmpty();
    assertThat(StrategyComparison.of(runs.subList(0, 3)).remarks())
        .singleElement()
        .asString()
        .contains("Random search is not in the line-up");
    assertThat(StrategyComparison.of(runs.subList(1, 4)).remarks())
        .singleElement()
        .asString()
        .contains("No exact strategy");
    assertThat(StrategyComparison.of(runs.subList(1, 3)).remarks()).isEmpty();
  }

  @Test
  void testsPairsInEachProblemAndOverAll() {
    List<RunRecord> runs = new ArrayList<>();
    for (int problem = 0; problem < 8; problem++) {
      for (int seed = 1; seed <= 6; seed++) {
        double noise = seed * 0.01;
        runs.add(Records.run("w" + problem, "good", seed, 1, 10 + noise));
        runs.add(Records.run("w" + problem, "bad", seed, 1, 12 + problem + noise));
        runs.add(Records.run("w" + problem, "also good", seed, 1, 10 + noise));
      }
    }

    List<PairwiseTest> tests = StrategyComparison.of(runs).tests();

    PairwiseTest goodAndBad = tests.get(0);
    assertThat(goodAndBad.wins()).isEqualTo(8);
    assertThat(goodAndBad.losses()).isZero();
    assertThat(goodAndBad.medianA12()).hasValue(1);
    // Exact: 2 of 2^8 sign patterns, times 3 pairs by Holm.
    assertThat(goodAndBad.overAll().orElseThrow().pValue()).isCloseTo(3 * 2 / 256.0, within(1e-12));
    assertThat(goodAndBad.overAll().orElseThrow().favours()).contains(goodAndBad.first());
    PairwiseTest goodAndAlsoGood = tests.get(1);
    assertThat(goodAndAlsoGood.wins() + goodAndAlsoGood.losses()).isZero();
    assertThat(goodAndAlsoGood.medianA12()).hasValue(0.5);
    assertThat(goodAndAlsoGood.overAll().orElseThrow())
        .isEqualTo(new PairwiseTest.OverAll(1, Optional.empty()));
    PairwiseTest badAndAlsoGood = tests.get(2);
    assertThat(badAndAlsoGood.wins()).isZero();
    assertThat(badAndAlsoGood.losses()).isEqualTo(8);
    assertThat(badAndAlsoGood.medianA12()).hasValue(0);
    assertThat(badAndAlsoGood.overAll().orElseThrow().favours()).contains(badAndAlsoGood.second());
  }

  /** The results overlap, shifted by 8.5 of a range of 30: A12 is 669 of 900. */
  @Test
  void tellsWinsFromLossesWhereResultsOverlap() {
    List<RunRecord> runs = new ArrayList<>();
    for (int seed = 1; seed <= 30; seed++) {
      runs.add(Records.run("bert", "good", seed, 1, 10 + seed));
      runs.add(Records.run("bert", "bad", seed, 1, 18.5 + seed));
      runs.add(Records.run("bert", "also good", seed, 1, 10 + seed));
    }

    List<PairwiseTest> tests = StrategyComparison.of(runs).tests();

    assertThat(tests).extracting(PairwiseTest::wins).containsExactly(1, 0, 0);
    assertThat(tests).extracting(PairwiseTest::losses).containsExactly(0, 0, 1);
    assertThat(tests.get(0).medianA12().orElseThrow()).isCloseTo(669 / 900.0, within(1e-12));
  }

  /** 2 of the 70 ways to deal 8 results are as extreme, times 3 pairs: 0.086. */
  @Test
  void countsSignificantDifferencesOnly() {
    List<RunRecord> runs = new ArrayList<>();
    for (int seed = 1; seed <= 4; seed++) {
      runs.add(Records.run("bert", "good", seed, 1, 10 + 0.1 * seed));
      runs.add(Records.run("bert", "bad", seed, 1, 12 + 0.1 * seed));
      runs.add(Records.run("bert", "worse", seed, 1, 14 + 0.1 * seed));
    }
    assertThat(StrategyComparison.of(runs).tests())
        .hasSize(3)
        .allSatisfy(test -> assertThat(test.medianA12()).hasValue(1))
        .allSatisfy(test -> assertThat(test.wins() + test.losses()).isZero());
  }

  @Test
  void ranksResultsThatInterleave() {
    List<RunRecord> runs = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      runs.add(Records.run("bert", seed % 2 == 0 ? "even" : "odd", seed, 1, 10 + seed));
    }
    // 4 + 3 + 2 + 1 of 16 pairs.
    assertThat(StrategyComparison.of(runs).tests().get(0).medianA12()).hasValue(0.625);
  }

  @Test
  void testsOverAllFromSixProblemsOnAndWhereNothingWasFound() {
    List<RunRecord> runs = new ArrayList<>();
    for (int problem = 0; problem < 6; problem++) {
      runs.add(Records.run("w" + problem, "good", 1, 1, 10));
      runs.add(Records.run("w" + problem, "lost", 1));
      runs.add(Records.run("w" + problem, "lost too", 1));
    }
    List<PairwiseTest> tests = StrategyComparison.of(runs).tests();
    assertThat(tests.get(0).overAll().orElseThrow().favours()).contains(tests.get(0).first());
    assertThat(tests.get(2).overAll()).contains(new PairwiseTest.OverAll(1, Optional.empty()));
    assertThat(StrategyComparison.of(runs.subList(0, 15)).tests())
        .hasSize(3)
        .allMatch(test -> test.overAll().isEmpty());
  }

  @Test
  void knowsWhatARunCameToAndWhen() {
    RunRecord fitting = Records.run("bert", "slow", 1, 5, 30, 100, 14);
    AnytimeRun run = new AnytimeRun(Records.afterViolation(fitting, 7));
    assertThat(run.improvements())
        .containsExactly(
            new AnytimeRun.Improvement(5, 30.0), new AnytimeRun.Improvement(100, 14.0));
    assertThat(run.valueAfter(4)).as("what does not fit is no value").isEqualTo(NEVER);
    assertThat(run.valueAfter(5)).isEqualTo(30);
    assertThat(run.valueAfter(99.5)).isEqualTo(30);
    assertThat(run.valueAfter(100)).isEqualTo(14);
    assertThat(run.evaluationsTo(14 * (1 - 1e-14))).as("up to rounding").isEqualTo(100);
    assertThat(run.evaluationsTo(13.9)).isEqualTo(-1);
  }

  @Test
  void namesContendersByWhatTellsThemApart() {
    RunRecord plain = Records.run("bert", "genetic", 1, 1, 10);
    RunRecord other = Records.run("bert", "random", 1, 1, 10);

    LineUp lineUp =
        StrategyComparison.of(
                List.of(
                    plain,
                    Records.withParameter(plain, "population", "50"),
                    other,
                    Records.withBudget(other, 2000)))
            .lineUp();

    assertThat(lineUp.names().values())
        .containsExactly(
            "genetic",
            "genetic population=50",
            "random (1,000 evaluations)",
            "random (2,000 evaluations)");
    RunRecord alone = Records.withParameter(plain, "population", "50");
    assertThat(StrategyComparison.of(List.of(alone, other)).lineUp().names().values())
        .containsExactly("genetic", "random");
  }

  @Test
  void showsTablesForPeopleAndADocumentForPrograms() {
    StrategyComparison comparison = StrategyComparison.of(fastAndSlow());

    assertThat(ComparisonText.of(comparison))
        .contains("4 runs of 3 strategies on 1 problem\n")
        .contains("References: proven optimum of 1")
        .containsPattern("slow +2 +100% +100% +50% +50% +50% +0% +0% +10.38% +20.25% +30.1[23]%")
        .containsPattern("slow +150 +150 +1,400 +1,900 +1,900 +- +- +1,000");
    assertThat(ComparisonText.problems(comparison))
        .contains("flat-edge × bert (flat published, latency then energy)")
        .contains("reference: proven optimum, 10 s");
    assertThat(ComparisonDocument.of(comparison).at("/strategies/1/expectedEvaluationsToTarget"))
        .hasToString("[150,150,1400,1900,1900,null,null]");
  }
}
