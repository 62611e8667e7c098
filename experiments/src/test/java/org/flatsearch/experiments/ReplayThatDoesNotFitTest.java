package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Model {@code flat} lets schedules spill that do not fit by the walker that replays them. */
class ReplayThatDoesNotFitTest {
  private static CommandRun search(String buffer, String... further) {
    return CommandRun.of(
        List.of(
            "search",
            "-a=flat-edge",
            "-w=bert",
            "--sequence=4096",
            "--model=flat",
            "--verify=5",
            "--set=bufferBytes=" + buffer),
        further);
  }

  @Test
  void saysFromWhichRankOnNoneFits() {
    CommandRun run = search("512KiB");

    // The fourth takes less time than the third, but does not fit.
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern(
            "\n +3 +2 +5.52 s +1.713 s +39.45 J +2.912 J\n +4 +4 +4.455 s +1.713 s .*\n")
        .contains("\n  From rank 4 on, no schedule fits the buffer by walk.\n")
        .contains("to the optimum  unknown: model flat does not bound the figures of model walk\n");
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

  /** By its own model the search has already found a schedule that fits. */
  @Test
  void asksForALargerBufferAndNotForALongerSearch() {
    CommandRun run = search("16KiB", "--strategy=random", "--evaluations=50");

    assertThat(run.out()).contains("Next\n  Search with a buffer that is large enough: search ");
  }
}
