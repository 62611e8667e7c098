package org.flatsearch.experiments.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void writesBytesInPowersOf1024() {
    assertThat(Units.bytes(0)).isEqualTo("0 B");
    assertThat(Units.bytes(1023)).isEqualTo("1023 B");
    assertThat(Units.bytes(1024)).isEqualTo("1 KiB");
    assertThat(Units.bytes(1024 * 1023.7)).isEqualTo("1 MiB");
    assertThat(Units.bytes(512 * 1024)).isEqualTo("512 KiB");
    assertThat(Units.bytes(1.5 * (1 << 30))).isEqualTo("1.5 GiB");
  }

  @Test
  void writesFourSignificantDigits() {
    assertThat(Units.seconds(0.066935666)).isEqualTo("66.94 ms");
    assertThat(Units.seconds(1234.4)).isEqualTo("1,234 s");
    assertThat(Units.seconds(999.6)).isEqualTo("1,000 s");
    assertThat(Units.digits(1230)).isEqualTo("1230");
    assertThat(Units.seconds(2e-7)).isEqualTo("200 ns");
    assertThat(Units.joules(64.5748)).isEqualTo("64.57 J");
    assertThat(Units.bytesPerSecond(50.0 * (1 << 30))).isEqualTo("53.69 GB/s");
    assertThat(Units.seconds(0)).isEqualTo("0 s");
  }

  @Test
  void changesThePrefixWhereRoundingReachesTheNextOne() {
    assertThat(Units.seconds(0.99999)).isEqualTo("1 s");
    assertThat(Units.joules(999.99)).isEqualTo("1 kJ");
  }

  @Test
  void writesWhatNoPrefixFitsByAPowerOfTen() {
    assertThat(Units.joules(2.5769803776e40)).isEqualTo("2.577e40 J");
    assertThat(Units.hertz(1e30)).isEqualTo("1e30 Hz");
    assertThat(Units.joules(999.9e18)).isEqualTo("999.9 EJ");
    assertThat(Units.bytes(0x1p73)).isEqualTo("9.445e21 B");
    assertThat(Units.bytes(0x1p69)).isEqualTo("512 EiB");
    assertThat(Units.seconds(2.5165824e-23)).isEqualTo("2.517e-23 s");
    assertThat(Units.seconds(1e-15)).isEqualTo("1 fs");
    assertThat(Units.scaled(-1e-17, "J")).isEqualTo("-1e-17 J");
  }

  /** A long holds no more seconds than some 9.2e18, and a double no more exact ones than 9e15. */
  @Test
  void writesMoreSecondsThanCanBeCounted() {
    assertThat(Units.seconds(1.2345678e27)).isEqualTo("1.235e27 s");
    assertThat(Units.seconds(123_456_789_012_345.0)).isEqualTo("123,456,789,012,345 s");
  }

  @Test
  void doesNotInventDigitsOrRoundToNothing() {
    assertThat(Units.digits(1e-9)).isEqualTo("1e-9");
    assertThat(Units.digits(0.0005)).isEqualTo("0.0005");
    assertThat(Units.digits(0.0625)).isEqualTo("0.0625");
    assertThat(Units.digits(0.0012345)).isEqualTo("0.00123");
    assertThat(Units.digits(0.099996)).isEqualTo("0.1");
    assertThat(Units.digits(1e30)).isEqualTo("1e30");
    assertThat(Units.digits(10_000_000)).isEqualTo("10000000");
    assertThat(Units.times(6.05590388e27)).isEqualTo("6.056e27×");
    assertThat(Units.times(0.0001)).isEqualTo("<0.01×");
    assertThat(Units.percent(0x1p62)).isEqualTo("4.612e20%");
    assertThat(Units.percent(1 / 0.0)).isEqualTo("∞%");
    assertThat(Units.times(1 / 0.0)).isEqualTo("∞×");
    assertThat(Units.change(1, Double.MIN_VALUE)).isEqualTo("+∞%");
    assertThat(Units.change(1e20, 1)).isEqualTo("+1e22%");
  }

  @Test
  void doesNotCallAnUpperLimitAnEstimate() {
    assertThat(Units.about(0.2)).isEqualTo("less than a second");
    assertThat(Units.about(45)).isEqualTo("about 45 s");
    assertThat(Units.duration(89)).isEqualTo("89 s");
    assertThat(Units.duration(90)).isEqualTo("2 min");
    assertThat(Units.duration(89 * 60)).isEqualTo("89 min");
    assertThat(Units.duration(90 * 60)).isEqualTo("1 h 30 min");
    assertThat(Units.about(7500)).isEqualTo("about 2 h 5 min");
  }

  @Test
  void saysUnlimited() {
    assertThat(Units.bytesPerSecond(Double.POSITIVE_INFINITY)).isEqualTo("unlimited");
  }

  @Test
  void doesNotRoundASmallShareToNothing() {
    assertThat(Units.percent(0.0001)).isEqualTo("<0.1%");
    assertThat(Units.percent(0)).isEqualTo("0.0%");
    assertThat(Units.atMost(0)).isEqualTo("less than 0.1%");
    assertThat(Units.atMost(0.0004)).isEqualTo("less than 0.1%");
    assertThat(Units.atMost(0.00099)).isEqualTo("less than 0.1%");
    assertThat(Units.atMost(0.001)).isEqualTo("at most 0.1%");
    assertThat(Units.atMost(0.012)).isEqualTo("at most 1.2%");
    assertThat(Units.atMost(1.012 / 1 - 1)).as("0.01200000000000001").isEqualTo("at most 1.2%");
    assertThat(Units.atMost(0.01201)).as("no rounding down").isEqualTo("at most 1.3%");
    assertThat(Units.atMost(3e15)).isEqualTo("at most 3e17%");
    assertThat(Units.percent(0.4)).isEqualTo("40.0%");
  }

  @Test
  void writesHundredthsOfAPercentAlsoWhereNobodyReadsTheDigits() {
    assertThat(Units.hundredths(0.00012)).isEqualTo("0.01%");
    assertThat(Units.hundredths(-0.4)).isEqualTo("-40.00%");
    assertThat(Units.hundredths(-1e200)).isEqualTo("-1e202%");
    assertThat(Units.hundredths(-1 / 0.0)).isEqualTo("-∞%");
  }

  @Test
  void separatesThousandsOfPercentAndTimes() {
    assertThat(Units.percent(1326.528)).as("of a tiny buffer").isEqualTo("132,652.8%");
    assertThat(Units.percent(9.999)).isEqualTo("999.9%");
    assertThat(Units.hundredths(-1326.528)).isEqualTo("-132,652.80%");
    assertThat(Units.atMost(1326.5281)).isEqualTo("at most 132,652.9%");
    assertThat(Units.change(1326.528, 1)).isEqualTo("+132,552.8%");
    assertThat(Units.times(1326.528)).isEqualTo("1,327×");
  }

  @Test
  void isAtALowerBoundOnlyWhereNothingCanBeLess() {
    assertThat(Units.above(0, 0)).isEqualTo("at");
    assertThat(Units.above(0, 1.5)).isEqualTo("less than 0.1% above");
    assertThat(Units.above(0.012, 1.5)).isEqualTo("at most 1.2% above");
  }

  @Test
  void saysHowMuchAFigureChanged() {
    assertThat(Units.change(1.5, 1)).isEqualTo("+50.0%");
    assertThat(Units.change(0.5, 1)).isEqualTo("-50.0%");
    assertThat(Units.change(1.0001, 1)).isEqualTo("same");
    assertThat(Units.change(1.001, 1)).isEqualTo("+0.1%");
    assertThat(Units.times(2.5)).isEqualTo("2.50×");
    assertThat(Units.times(100)).isEqualTo("100×");
  }

  @Test
  void callsNothingThatStaysNothingTheSame() {
    assertThat(Units.change(0, 0)).isEqualTo("same");
    assertThat(Units.change(1, 0)).isEqualTo("new");
  }
}
