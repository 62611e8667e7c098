package org.flatsearch.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.experiments.run.RunRecord;
import org.junit.jupiter.api.Test;

/** Which differences can be significant, and which are none. */
class PairwiseTestTest {
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
