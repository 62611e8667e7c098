package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNumberTest {
  @ParameterizedTest
  @CsvSource({
    "90, 90",
    "0.5, 0.5",
    ".5, 0.5",
    "5., 5",
    "-2, -2",
    "+2, 2",
    "1e3, 1000",
    "2E-1, 0.2"
  })
  void isAnyDecimalNumber(String text, double value) {
    assertThat(PlainNumber.parse(text)).hasValue(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1d",
        "2D",
        "1f",
        "0x1p1",
        "NaN",
        "Infinity",
        "1e999",
        " 1",
        "1,5",
        "\u0661"
      })
  void isNothingElse(String text) {
    assertThat(PlainNumber.parse(text)).isEmpty();
  }
}
