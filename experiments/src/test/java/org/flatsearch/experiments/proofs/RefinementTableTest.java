package org.flatsearch.experiments.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RefinementTableTest {
  private final StringWriter out = new StringWriter();

  private int run(String... args) {
    return TableProgram.commandLine(new RefinementTable())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(args);
  }

  @Test
  void saysWhatRefinementGains() {
    assertThat(run("-a", "tpu-v4i", "-w", "gpt-2-decode", "--replays", "3")).isZero();
    assertThat(out.toString())
        .contains("objective latency, 3 replays, seed 1", "| tpu-v4i | 1 | ", "| all | 1 | ");
  }

  @Test
  void saysThatTheCatalogueHasNoSuchEntry() {
    assertThat(run("-a", "abacus")).isEqualTo(2);
    assertThat(out.toString()).contains("abacus", "list accelerators");
  }

  @Test
  void refusesToReplayNothing() {
    assertThat(run("--replays", "0")).isEqualTo(2);
    assertThat(out.toString())
        .contains("--replays: must be a whole number of at least 1, found 0.");
  }
}
