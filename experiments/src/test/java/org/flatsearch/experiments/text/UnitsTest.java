package org.flatsearch.experiments.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "512, 512 B",
    "1023.4, 1023 B",
    "1023.6, 1 KiB",
    "524288, 512 KiB",
    "1.2e9, 1.118 GiB"
  })
  void writeBytesInPowersOf1024(double bytes, String text) {
    assertThat(Units.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 J",
    "2.5e-19, 2.5e-4 fJ",
    "1.5e-12, 1.5 pJ",
    "0.06694, 66.94 mJ",
    "0.99996, 1 J",
    "999.96, 1 kJ",
    "645700, 645.7 kJ",
    "2.577e21, 2577 EJ"
  })
  void writeFourDigitsWithAPrefix(double joules, String text) {
    assertThat(Units.joules(joules)).isEqualTo(text);
  }

  @Test
  void neverRoundToNothingOrToAll() {
    assertThat(Units.percent(0.0004)).isEqualTo("<0.1%");
    assertThat(Units.percent(0.4)).isEqualTo("40.0%");
    assertThat(Units.times(0.001)).isEqualTo("<0.01×");
    assertThat(Units.times(12345)).isEqualTo("12,345×");
    assertThat(Units.digits(0.0001)).isEqualTo("1e-4");
    assertThat(Units.digits(Double.POSITIVE_INFINITY)).isEqualTo("unlimited");
  }

  /** It could be further. */
  @Test
  void roundDistancesUp() {
    assertThat(Units.above(0.01201, 1)).isEqualTo("at most 1.3% above");
    assertThat(Units.above(0.012, 1)).isEqualTo("at most 1.2% above");
    assertThat(Units.above(0, 1)).isEqualTo("less than 0.1% above");
    assertThat(Units.above(0, 0)).isEqualTo("at");
  }

  @Test
  void sayHowMuchAFigureChanged() {
    assertThat(Units.change(1.125, 1)).isEqualTo("+12.5%");
    assertThat(Units.change(1, 2)).isEqualTo("-50.0%");
    assertThat(Units.change(1, 1.0001)).isEqualTo("same");
    assertThat(Units.change(0, 0)).isEqualTo("same");
    assertThat(Units.change(1, 0)).isEqualTo("new");
  }

  @Test
  void writeTimesThatSomebodyWaits() {
    assertThat(Units.seconds(1234)).isEqualTo("1,234 s");
    assertThat(Units.duration(45)).isEqualTo("45 s");
    assertThat(Units.duration(7500)).isEqualTo("2 h 5 min");
    assertThat(Units.duration(0.2)).isEqualTo("less than a second");
  }
}
