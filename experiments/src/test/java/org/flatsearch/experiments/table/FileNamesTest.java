package org.flatsearch.experiments.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNamesTest {
  private final FileNames names = new FileNames();

  @Test
  void numbersNamesThatSomeFileSystemTakesForOne() {
    assertThat(names.distinct("tabu (7 s)")).isEqualTo("tabu-7-s");
    assertThat(names.distinct("tabu/7/s")).isEqualTo("tabu-7-s-2");
    assertThat(names.distinct("Tabu:7:s")).isEqualTo("Tabu-7-s-3");
    assertThat(names.distinct("tabu 7 s-2")).isEqualTo("tabu-7-s-2-2");
  }

  @Test
  void keepsAsMuchOfALongNameAsFits() {
    assertThat(names.distinct("n".repeat(100))).isEqualTo("n".repeat(100));
    assertThat(names.distinct("m" + "n".repeat(100))).isEqualTo("m" + "n".repeat(99));
  }
}
