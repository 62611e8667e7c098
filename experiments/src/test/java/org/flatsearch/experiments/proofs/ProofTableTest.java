package org.flatsearch.experiments.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProofTableTest {
  @Test
  void hasThreeObjectivesForEachAcceleratorAndWorkload() {
    assertThat(ProofCase.all())
        .filteredOn(line -> line.model().equals("loopnest"))
        .hasSize(6 * (6 + 2) * 3);
    assertThat(ProofCase.all()).filteredOn(line -> line.model().equals("flat")).hasSize(2 * 6 * 3);
  }

  @Test
  void printsALineForEachCaseThatWasAskedFor() {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new ProofTable())
            .setOut(new PrintWriter(out))
            .execute("--only", "flat |,flat-edge,bert 512", "--seconds", "0.2");
    assertThat(exitCode).isZero();
    assertThat(out.toString())
        .contains(
            "| flat | flat-edge | bert 512 | latency,energy | ",
            "| flat | flat-edge | bert 512 | energy | ",
            "| flat | flat-edge | bert 512 | edp | ",
            " of 3 proven; median ");
  }
}
