package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Model {@code flat} lets schedules spill that do not fit by the walker, which replays them. */
class ReplayThatDoesNotFitTest {
  private static CommandRun search(String buffer) {
    return CommandRun.of(
        "search",
        "-a=flat-edge",
        "-w=bert",
        "--sequence=4096",
        "--model=flat",
        "--verify=5",
        "--set=bufferBytes=" + buffer);
  }

  @Test
  void saysFromWhichRankOnNoneFits() {
    CommandRun run = search("512KiB");

    // The fourth takes less time than the third, but does not fit.
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("\n +3 +2 +5.52 s .*\n +4 +4 +4.455 s .*\n")
        .contains("\n  From rank 4 on, no schedule fits the buffer by walk.\n")
        .contains(" above the proven lower bound of 1.713 s in space 'full' of model flat\n");
  }

  @Test
  void doesNotTakeThatForProofThatNoneFits() {
    CommandRun run = search("16KiB");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("\n  From rank 1 on, no schedule fits the buffer by walk.\n")
        .contains("to the optimum  unknown: none of those that were replayed fits by model walk\n")
        .doesNotContain("none fits");
  }
}
