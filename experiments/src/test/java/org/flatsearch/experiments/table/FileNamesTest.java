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

  /** Names come from the files of others too, such as the runs of an experiment. */
  @Test
  void standForNoOtherFolder() {
    assertThat(names.distinct("..")).isEqualTo("unnamed");
    assertThat(names.distinct(".")).isEqualTo("unnamed-2");
    assertThat(names.distinct("***")).isEqualTo("unnamed-3");
    assertThat(names.distinct("../../x")).isEqualTo("x");
    assertThat(names.distinct("-rf")).isEqualTo("rf");
    assertThat(names.distinct(".hidden...")).isEqualTo("hidden");
  }

  /** Were the time the square of the length, this would take hours. */
  @Test
  void takeNoLongerThanTheirLength() {
    assertThat(names.distinct("-".repeat(4_000_000) + "x")).isEqualTo("x");
    assertThat(names.distinct("y" + "-".repeat(4_000_000) + "z")).isEqualTo("y" + "-".repeat(99));
  }

  @Test
  void keepsAsMuchOfALongNameAsFits() {
    assertThat(names.distinct("n".repeat(100))).isEqualTo("n".repeat(100));
    assertThat(names.distinct("m" + "n".repeat(100))).isEqualTo("m" + "n".repeat(99));
  }
}
