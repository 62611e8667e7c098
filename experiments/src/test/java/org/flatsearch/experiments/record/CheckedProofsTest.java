package org.flatsearch.experiments.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flatsearch.experiments.compare.ComparisonDocument;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.compare.Reference.Kind;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.experiments.text.ComparisonText;
import org.flatsearch.goal.Status;
import org.junit.jupiter.api.Test;

/** No run can have found less than another has proven to be least. */
class CheckedProofsTest {
  private static final RunRecord PROVEN =
      Records.run("bert", "auto", 1, Status.PROVEN, List.of(10.0, 1.0), 1, 30, 5, 10);
  private static final RunRecord BOUNDED =
      Records.run("bert", "branch-and-bound", 1, Status.BOUNDED, List.of(9.5, 1.0), 5, 10);
  private static final RunRecord NOTHING_FITS =
      Records.run("bert", "auto", 2, Status.PROVEN, List.of());

  @Test
  void leaveWhatNothingRefutes() {
    RunRecord equal = Records.run("bert", "random", 1, 7, 10);
    RunRecord ofAnotherProblem = Records.run("xlm", "random", 1, 7, 3);
    RunRecord ofRestricted =
        RunRecord.read(
            ofAnotherProblem
                .toLine()
                .replace("\"xlm\"", "\"bert\"")
                .replace("\"restrictions\":[]", "\"restrictions\":[\"row.tile<=8\"]"),
            "run");
    assertThat(ofRestricted.setting().restrictions()).isNotEmpty();
    List<RunRecord> runs = List.of(PROVEN, BOUNDED, equal, ofAnotherProblem, ofRestricted);
    CheckedProofs checked = CheckedProofs.of(runs);
    assertThat(checked.runs()).isEqualTo(runs);
    assertThat(checked.wrong()).isEmpty();
  }

  @Test
  void areNotRefutedByWhatDoesNotFit() {
    RunRecord doesNotFit = Records.afterViolation(Records.run("bert", "random", 1), 7);
    assertThat(CheckedProofs.of(List.of(NOTHING_FITS, doesNotFit)).wrong()).isEmpty();
  }

  @Test
  void takeWhatIsRefutedForNothing() {
    RunRecord better = Records.run("bert", "random", 3, 7, 9);
    RunRecord best = Records.run("bert", "random", 4, 7, 8);
    CheckedProofs checked = CheckedProofs.of(List.of(PROVEN, better, BOUNDED, best, NOTHING_FITS));
    assertThat(checked.wrong())
        .containsExactly(
            new WrongProof(PROVEN, best),
            new WrongProof(BOUNDED, best),
            new WrongProof(NOTHING_FITS, best));
    assertThat(checked.runs()).extracting(RunRecord::status).containsOnly(Status.UNKNOWN);
    assertThat(checked.runs()).extracting(RunRecord::lowerBound).containsOnly(List.of());
    assertThat(checked.runs().get(0).trace()).isEqualTo(PROVEN.trace());
  }

  @Test
  void areOfAllObjectives() {
    RunRecord lessEnergy = Records.withEnergy(Records.run("bert", "random", 1, 7, 10), 0.5);
    assertThat(CheckedProofs.of(List.of(PROVEN, lessEnergy)).wrong())
        .containsExactly(new WrongProof(PROVEN, lessEnergy));
    assertThat(CheckedProofs.of(List.of(BOUNDED, lessEnergy)).wrong()).isEmpty();
  }

  @Test
  void areOfOneObjective() {
    RunRecord bounded = Records.byLatencyAlone(BOUNDED);
    RunRecord better = Records.byLatencyAlone(Records.run("bert", "random", 1, 7, 9));
    assertThat(CheckedProofs.of(List.of(bounded, better)).wrong())
        .containsExactly(new WrongProof(bounded, better));
  }

  @Test
  void areToldInComparisons() {
    RunRecord better = Records.run("bert", "random", 3, 7, 9);
    StrategyComparison comparison = StrategyComparison.of(List.of(PROVEN, better));
    assertThat(comparison.problems().get(0).reference().kind()).isEqualTo(Kind.BEST_FOUND);
    assertThat(ComparisonText.of(comparison))
        .contains(
            "WRONG PROOF: flat-edge × bert (flat published, latency then energy): auto with seed 1"
                + " proved an optimum of [10.0, 1.0], and random with seed 3 found [9.0, 1.0].");
    assertThat(ComparisonDocument.of(comparison).get("wrongProofs").get(0).get("refutedBy"))
        .hasToString("\"bertrandom3\"");
  }
}
