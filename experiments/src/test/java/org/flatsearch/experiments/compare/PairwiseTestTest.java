package org.flatsearch.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.experiments.record.RunRecord;
import org.junit.jupiter.api.Test;

/** Which differences can be significant, and which are none. */
class PairwiseTestTest {

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
