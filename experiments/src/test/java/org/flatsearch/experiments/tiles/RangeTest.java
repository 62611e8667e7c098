package org.flatsearch.experiments.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {
  @Test
  void hasEachNumberOnceAscending() {
    assertThat(Range.parse("--keys", "1024..8192*2")).containsExactly(1024, 2048, 4096, 8192);
    assertThat(Range.parse("--keys", "7, 1..6+2,5")).containsExactly(1, 3, 5, 7);
    assertThat(Range.parse("--keys", "3..3*2")).containsExactly(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1024..",
        "1024..2048",
        "1024..2048*1",
        "1024..2048+0",
        "2..1*2",
        "0",
        "",
        "1,",
        "x",
        "1..2-1",
        "1..999999999+1",
        "9999999999"
      })
  void refusesWhatHasNoEndOrIsNoRange(String text) {
    assertThatThrownBy(() -> Range.parse("--keys", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--keys '")
        .hasNoCause();
  }
}
