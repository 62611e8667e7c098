package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.flatsearch.goal.Status;
import org.flatsearch.results.ResultDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search says if it ended before it proved anything. */
class UnprovenSearchTest {
  @TempDir Path folder;

  @Test
  void keepsTheResultOfASearchWhoseLowerBoundIsStillZero() {
    Path out = folder.resolve("result.json");

    CommandRun run =
        CommandRun.of(
            "search",
            "-a=flat-edge",
            "-w=llama-3-8b-decode",
            "--batch=1",
            "--keys=7919",
            "--evaluations=500",
            "--refine=5",
            "--out=" + out);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("to the optimum  unknown: strategy auto proved nothing\n");
    ResultDocument result = ResultDocument.read(out);
    assertThat(result.optimality().status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.optimality().lowerBound()).isEmpty();
    assertThat(result.optimality().gap()).isEmpty();
    assertThat(result.verification().orElseThrow().gap()).isEmpty();
    assertThat(result.verification().orElseThrow().replays()).isNotEmpty();
  }

  /** A space of so few points leaves no evaluation for a climb before the proof. */
  @Test
  void asksForMoreEvaluationsIfBoundsUsedThemUp() {
    CommandRun run =
        CommandRun.of(
            "search",
            "-a=flat-edge",
            "-w=bert",
            "--model=flat",
            "--space=published",
            "--strategy=branch-and-bound",
            "--evaluations=1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .contains("1 evaluation, as which bounds count too", "more --seconds or --evaluations");
  }

  @Test
  void claimsNoOptimumWhereNothingFits() {
    CommandRun run =
        CommandRun.of("search", "-a=flat-edge", "-w=bert", "--set=bufferBytes=2", "--refine=0");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("to the optimum  none fits, proven for space 'full' of model loopnest\n");
  }
}
