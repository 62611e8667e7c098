package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTextTest {
  @Test
  void isTheBeginningOfALongText() {
    assertThat(ShownText.of("x".repeat(60))).isEqualTo("x".repeat(60));
    assertThat(ShownText.of("x".repeat(61))).isEqualTo("x".repeat(60) + "\u2026");
  }

  @Test
  void cutsNoCharacterInHalf() {
    String smile = "\uD83D\uDE00";

    assertThat(ShownText.of("x".repeat(59) + smile)).isEqualTo("x".repeat(59) + "\u2026");
    assertThat(ShownText.of("x".repeat(58) + smile + "y"))
        .isEqualTo("x".repeat(58) + smile + "\u2026");
  }
}
