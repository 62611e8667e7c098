package org.flatsearch.experiments.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandErrorsTest {
  /** Whoever has 4 GiB, as Java takes by itself on a machine of 16, cannot use the advice of 2. */
  @ParameterizedTest
  @CsvSource({"200, 1", "512, 1", "700, 2", "1024, 2", "4096, 8"})
  void adviseTwiceTheMemory(long heapMebibytes, int advisedGibibytes) {
    assertThat(CommandErrors.outOfMemory(heapMebibytes << 20))
        .isEqualTo("Out of memory; give Java more, such as -Xmx%sg.", advisedGibibytes);
  }
}
