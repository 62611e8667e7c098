package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTextTest {
  @Test
  void isTheBeginningOfALongText() {
    assertThat(ShownText.of("x".repeat(60))).isEqualTo("x".repeat(60));
    assertThat(ShownText.of("x".repeat(61))).isEqualTo("x".repeat(60) + "\u2026");
  }

  /** A terminal obeys escape sequences, and shows text after others from right to left. */
  @Test
  void isHarmlessToATerminal() {
    assertThat(ShownText.line("\u001b]0;title\u0007 \u009b31m"))
        .isEqualTo("\\u001B]0;title\\u0007 \\u009B31m");
    assertThat(ShownText.line("\u202egnp.exe\u200b")).isEqualTo("\\u202Egnp.exe\\u200B");
    assertThat(ShownText.line("a\0b\u007f\u2028")).isEqualTo("a\\u0000b\\u007F\\u2028");
    assertThat(ShownText.line("zwölf × 12 \uD83D\uDE00")).isEqualTo("zwölf × 12 \uD83D\uDE00");
  }

  @Test
  void isOneLine() {
    assertThat(ShownText.line("a  b\tc")).isEqualTo("a  b c");
    assertThat(ShownText.line("a \r\n\n  b\n")).isEqualTo("a b ");
    assertThat(ShownText.line(" ".repeat(3000) + "\n" + "x")).isEqualTo(" x");
  }

  @Test
  void cutsNoCharacterInHalf() {
    String smile = "\uD83D\uDE00";

    assertThat(ShownText.of("x".repeat(59) + smile)).isEqualTo("x".repeat(59) + "\u2026");
    assertThat(ShownText.of("x".repeat(58) + smile + "y"))
        .isEqualTo("x".repeat(58) + smile + "\u2026");
  }
}
