package org.flatsearch.experiments.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StrategyTableTest {
  private final StringWriter out = new StringWriter();

  private int run(String... args) {
    return TableProgram.commandLine(new StrategyTable())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(args);
  }

  @Test
  void comparesStrategiesWithTheProvenOptimum() {
    int exitCode =
        run(
            "--only",
            "flat-cloud |,decode",
            "--strategies",
            "tabu,random",
            "--seeds",
            "2",
            "--evaluations",
            "500");
    assertThat(exitCode).isZero();
    assertThat(out.toString())
        .contains(
            "seeds 1..2, 500 evaluations a run",
            "| tabu | ",
            "| random | ",
            "Gaps to the proven optimum of 1 problem, to the lower bound of 0.");
  }

  @Test
  void saysWhatSeedsAreLike() {
    assertThat(run("--seeds", "0")).isEqualTo(2);
    assertThat(out.toString()).contains("--seeds", "at least 1");
  }

  @Test
  void saysThatNoProblemIsLikeThat() {
    assertThat(run("--only", "abacus")).isEqualTo(2);
    assertThat(out.toString()).contains("--only", "abacus");
  }
}
