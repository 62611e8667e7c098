package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --mask}, {@code --window} and {@code --bytes}. */
class MaskOptionsTest {
  /** The model that refuses them by rule names what the options have set. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--mask causal             | mask causal of workload 'bert+mask-causal'",
        "--window 64 --bytes K=0.5,V=1 | mask window-64, bytes.K 0.5, bytes.V 1 of workload"
            + " 'bert+m",
        "--bytes logits=1          | logitBytes 1 of workload 'bert+logitBytes-1'",
        "--set dealing=queue        | does not cover dealing queue of accelerator"
            + " 'flat-edge+dealing-queue'",
        "--window 0                | --window: must be a whole number of at least 1, found 0",
        "--window 4 --mask none    | either --mask or --window",
        "--mask diagonal           | '--mask': expected one of",
        "--bytes K=0.3             | /bytes/K: must be a multiple of 0.5 from 0.5 to 8, found 0.3",
        "--bytes X=1               | '--bytes'",
        "--queries 600 --mask causal | queryLength (600) must be at most keyLength (512)"
      })
  void changeTheWorkload(String options, String message) {
    CommandRun run =
        CommandRun.of(("search -a flat-edge -w bert --model flat " + options.strip()).split(" +"));

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).contains(message.strip());
  }
}
