package org.flatsearch.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.text.ComparisonText;
import org.junit.jupiter.api.Test;

/** Which differences can be significant, and which are none. */
class PairwiseTestTest {
  private static final String NO_P_VALUE =
      "No p-value: it takes 6 problems that both searched, and here are 5.\n";

  /** The least p-value of n runs each is two orders of C(2n, n): 2/70, 2/924, 2/3432. */
  @Test
  void knowsHowManyRunsADifferenceTakes() {
    assertThat(PairwiseTest.fewestRuns(1)).isEqualTo(4);
    assertThat(PairwiseTest.fewestRuns(23)).isEqualTo(6);
    assertThat(PairwiseTest.fewestRuns(28)).isEqualTo(7);
  }

  /** As many runs of one make up for few of the other: 3 of 6 are 20 ways, 3 of 34 are 5,984. */
  @Test
  void testsWhateverCanBeSignificant() {
    assertThat(testOf(3, 3).problems()).isEmpty();
    assertThat(testOf(3, 31).wins()).isEqualTo(1);
    assertThat(testOf(3, 31).problems().get(0).pValue()).isCloseTo(2 / 5984.0, within(1e-12));
    assertThat(testOf(1, 39).problems()).isEmpty();
    assertThat(testOf(1, 40).wins()).isEqualTo(1);
    assertThat(testOf(4, 4).wins()).isEqualTo(1);
  }

  /** Of so many runs of two, all of the first better than all of the second. */
  private static PairwiseTest testOf(int first, int second) {
    List<RunRecord> runs = new ArrayList<>();
    for (int seed = 1; seed <= first; seed++) {
      runs.add(Records.run("bert", "good", seed, 1, 10 + 0.01 * seed));
    }
    for (int seed = 1; seed <= second; seed++) {
      runs.add(Records.run("bert", "bad", seed, 1, 20 + 0.01 * seed));
    }
    return StrategyComparison.of(runs).tests().get(0);
  }

  /** Of four strategies there are six pairs, and 6 × 2 / 2^n is below 5% from n = 8 on. */
  @Test
  void saysHowManyProblemsADifferenceTakes() {
    assertThat(PairwiseTest.fewestProblems(1)).isEqualTo(6);
    assertThat(PairwiseTest.fewestProblems(6)).isEqualTo(8);
    assertThat(notesOf(6, 2)).isEmpty();
    assertThat(notesOf(5, 2)).isEqualTo(NO_P_VALUE);
    assertThat(notesOf(6, 4))
        .isEqualTo(
            "With 6 problems p cannot be significant for any of 6 pairs: take 8 problems or"
                + " more.\n");
    assertThat(notesOf(8, 4)).isEmpty();
  }

  @Test
  void countsOnlyProblemsThatBothSearched() {
    List<RunRecord> runs = runs(5, 2);
    for (int problem = 6; problem <= 9; problem++) {
      runs.add(Records.run("w" + problem, "s1", 1, 1, 10));
    }

    assertThat(ComparisonText.pairNotes(StrategyComparison.of(runs))).isEqualTo(NO_P_VALUE);
  }

  @Test
  void areExplainedWhereThereAreNone() {
    List<RunRecord> few = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      few.add(Records.run("w", "s1", seed, 1, 10));
      few.add(Records.run("w", "s2", seed, 2, 10));
    }

    assertThat(ComparisonText.of(StrategyComparison.of(few)))
        .endsWith(
            "\nNo pairs are tested: with so few runs no difference can be significant: take 4 seeds"
                + " or more.\n");
    assertThat(ComparisonText.of(StrategyComparison.of(few.subList(0, 1))))
        .doesNotContain("No pairs");
  }

  /** Of so many problems and strategies, each better than the next in every problem. */
  private static String notesOf(int problems, int strategies) {
    StrategyComparison comparison = StrategyComparison.of(runs(problems, strategies));
    String notes = ComparisonText.pairNotes(comparison);
    assertThat(ComparisonText.of(comparison)).endsWith(notes);
    return notes;
  }

  private static List<RunRecord> runs(int problems, int strategies) {
    List<RunRecord> runs = new ArrayList<>();
    for (int problem = 1; problem <= problems; problem++) {
      for (int strategy = 1; strategy <= strategies; strategy++) {
        for (int seed = 1; seed <= 6; seed++) {
          double latency = 10 * strategy + 0.01 * seed;
          runs.add(Records.run("w" + problem, "s" + strategy, seed, 1, latency));
        }
      }
    }
    return runs;
  }

  /** The order in which a sum was added up makes one of two equal strategies the slower one. */
  @Test
  void roundingIsNoDifferenceOverProblems() {
    List<RunRecord> runs = new ArrayList<>();
    for (int problem = 1; problem <= 8; problem++) {
      String workload = "w" + problem;
      runs.add(Records.run(workload, "one", 1, 1, 11));
      runs.add(Records.run(workload, "other", 1, 1, 11 * (1 + problem * 3e-16)));
      runs.add(Records.run(workload, "best", 1, 1, 10));
    }

    List<PairwiseTest> tests = StrategyComparison.of(runs).tests();

    assertThat(tests.get(0).overAll()).contains(new PairwiseTest.OverAll(1, Optional.empty()));
    assertThat(tests.get(1).overAll().orElseThrow().pValue()).isEqualTo(3 * 2 / 256.0);
  }
}
