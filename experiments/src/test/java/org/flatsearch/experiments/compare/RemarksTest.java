package org.flatsearch.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.text.ComparisonText;
import org.flatsearch.goal.Status;
import org.junit.jupiter.api.Test;

/** What keeps figures of a comparison from saying more than the runs support. */
class RemarksTest {
  /** As of two searches that differ only in refine: their runs have the same results. */
  @Test
  void countsARunOnceThatOnlyRefinementRepeats() {
    List<RunRecord> runs = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      runs.add(Records.run("bert", "good", seed, 1, 10 + seed));
      runs.add(Records.run("bert", "random", seed, 1, 20 + seed));
    }
    StrategyComparison once = StrategyComparison.of(runs);
    assertThat(once.remarks()).noneMatch(remark -> remark.contains("refine"));

    runs.addAll(List.copyOf(runs));
    StrategyComparison twice = StrategyComparison.of(runs);

    assertThat(twice.targets(twice.lineUp().contenders().get(0)).runs()).isEqualTo(3);
    assertThat(twice.tests()).isEqualTo(once.tests());
    assertThat(twice.remarks())
        .contains(
            "6 of the runs differ from others only in refine, which changes no search: they count"
                + " once.");
    assertThat(ComparisonText.of(twice))
        .contains("6 runs of 2 strategies on 1 problem\n")
        .contains("6 of the runs differ");
  }

  @Test
  void saysWhereNothingFits() {
    StrategyComparison comparison =
        StrategyComparison.of(
            List.of(
                Records.run("bert", "good", 1, 1, 10),
                Records.run("xlm", "good", 1),
                Records.run("xlm", "random", 1)));

    assertThat(ComparisonText.of(comparison))
        .contains("References: best found of 1, nothing that fits of 1\n");
    assertThat(ComparisonText.problems(comparison))
        .contains("reference: best found, 10 s\n")
        .contains("reference: none, as no run found a schedule that fits\n");
  }

  /** Good is better on both problems, but has more runs on the hard one, and so looks worse. */
  @Test
  void saysWhereFiguresOverAllProblemsAreOfDifferentMixes() {
    String mixes = "runs are spread differently over the problems";
    List<RunRecord> runs = new ArrayList<>();
    for (int seed = 1; seed <= 4; seed++) {
      runs.add(Records.run("easy", "random", seed, 1, 11));
      runs.add(Records.run("hard", "good", seed, 1, 20));
    }
    runs.add(Records.run("easy", "good", 1, 1, 10));
    runs.add(Records.run("hard", "random", 1, 1, 21));
    assertThat(StrategyComparison.of(runs).remarks()).anyMatch(remark -> remark.contains(mixes));
    assertThat(ComparisonText.of(StrategyComparison.of(runs))).contains(mixes);

    for (int seed = 2; seed <= 4; seed++) {
      runs.add(Records.run("easy", "good", seed, 1, 10));
      runs.add(Records.run("hard", "random", seed, 1, 21));
    }
    runs.add(Records.run("easy", "auto", 1, 1, 10));
    runs.add(Records.run("hard", "auto", 1, 1, 20));
    assertThat(StrategyComparison.of(runs).remarks())
        .as("a single run of an exact strategy on each problem is the same mix")
        .noneMatch(remark -> remark.contains(mixes));
  }

  /** A strategy of a plug-in, whose name says nothing. */
  @Test
  void whoeverProvesSomethingIsExact() {
    RunRecord random = Records.run("bert", "random", 1, 1, 12);
    RunRecord optimum = Records.run("bert", "mine", 1, Status.PROVEN, List.of(10.0, 1.0), 1, 10);
    RunRecord bound = Records.run("bert", "mine", 1, Status.BOUNDED, List.of(9.0, 1.0), 1, 10);

    assertThat(StrategyComparison.of(List.of(random, optimum)).remarks()).isEmpty();
    assertThat(StrategyComparison.of(List.of(random, bound)).remarks()).isEmpty();
    assertThat(
            StrategyComparison.of(List.of(random, Records.run("bert", "mine", 1, 1, 10))).remarks())
        .containsExactly("No exact strategy is in the line-up, so gaps are to the best found.");
    assertThat(StrategyComparison.ofContested(List.of(random, optimum)).problems())
        .as("a heuristic run next to a proof is no contest")
        .isEmpty();
  }
}
