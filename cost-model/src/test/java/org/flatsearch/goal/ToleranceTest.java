package org.flatsearch.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToleranceTest {
  private static final long SEED = 20_261_126;

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.0001, 0.01, 0.3, 1})
  void ordersPositiveNumbersInSteps(double relative) {
    Tolerance tolerance = Tolerance.of(relative);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int k = 0; k < 20_000; k++) {
      double a = Math.exp(random.nextDouble(-40, 40));
      double b = a * (1 + relative * random.nextDouble(0, 4));
      double c = b * (1 + relative * random.nextDouble(0, 4));
      String what = "seed " + SEED + ", " + a + ", " + b + ", " + c;
      int ab = tolerance.compare(a, b);
      int bc = tolerance.compare(b, c);
      assertThat(tolerance.compare(b, a)).as(what).isEqualTo(-ab);
      assertThat(tolerance.compare(a, c)).as(what).isEqualTo(Math.min(ab, bc));
      if (ab == 0) {
        assertThat(b).as(what).isLessThan(a * (1 + relative) * (1 + 1e-12));
        assertThat(tolerance.floor(b)).as(what).isLessThanOrEqualTo(a * (1 + 1e-12));
      }
      assertThat(tolerance.compare(tolerance.floor(b), b)).as(what).isZero();
      assertThat(b / tolerance.floor(b)).as(what).isBetween(1.0, (1 + relative) * (1 + 1e-12));
      double below = Math.nextDown(tolerance.floor(b));
      assertThat(tolerance.compare(below, b)).as(what).isNegative();
      assertThat(tolerance.floor(below)).as(what).isLessThanOrEqualTo(below);
    }
  }

  @Test
  void countsTwelveDigitsIfThereIsNone() {
    assertThat(Tolerance.of(0)).isSameAs(Tolerance.NONE);
    assertThat(Tolerance.of(1e-13)).isSameAs(Tolerance.NONE);
    assertThat(Tolerance.NONE.compare(1, 1 + 1e-9)).isNegative();
    assertThat(Tolerance.NONE.compare(1, 1 + 1e-14)).isZero();
    assertThat(Tolerance.NONE.floor(0.3)).isEqualTo(0.3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-6, 0.001, 0.2, 1})
  void knowsAValueBelowAllThatAreEqual(double relative) {
    Tolerance tolerance = Tolerance.of(relative);
    for (double value : new double[] {-3.5, 0, 1e-300, 1e-9, 0.1, 1, 1.7, 2, 1e10, 12_345_678.9}) {
      double below = tolerance.below(value);
      assertThat(tolerance.compare(below, value)).as("%s", value).isNegative();
      assertThat(tolerance.compare(below, tolerance.floor(value))).as("%s", value).isNegative();
      assertThat(below)
          .as("%s, no further than needed", value)
          .isGreaterThanOrEqualTo(tolerance.floor(value) - 1e-10 * Math.abs(value) - 1e-300);
    }
  }

  @Test
  void leavesWhatHasNoLogarithmAsItIs() {
    Tolerance tolerance = Tolerance.of(0.1);
    assertThat(tolerance.compare(0, 1e-300)).isNegative();
    assertThat(tolerance.compare(-1.01, -1)).isNegative();
    assertThat(tolerance.compare(-1, 1)).isNegative();
    assertThat(tolerance.compare(1, Double.POSITIVE_INFINITY)).isNegative();
    assertThat(tolerance.compare(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)).isZero();
    assertThat(tolerance.floor(0)).isZero();
    assertThat(tolerance.floor(Double.POSITIVE_INFINITY)).isInfinite();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void isFromNothingToOne(double relative) {
    assertThatThrownBy(() -> Tolerance.of(relative))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Double.toString(relative));
  }

  @Test
  void isWrittenAsAPercentage() {
    assertThat(Tolerance.parse("0.1%")).isEqualTo(Tolerance.of(0.001)).hasToString("0.1%");
    assertThat(Tolerance.parse("100%")).hasToString("100%");
    assertThat(Tolerance.parse("0%")).isEqualTo(Tolerance.NONE).hasToString("0%");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "101%", "-1%", "1..%", "%", "1 %", ""})
  void isNotReadFromAnythingElse(String text) {
    assertThatThrownBy(() -> Tolerance.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("must be a percentage from 0% to 100%, such as 1%, found \"" + text + "\".");
  }

  @Test
  void letsTheSecondMetricDecideWithinAStep() {
    Objective objective = Objective.DEFAULT.within(Tolerance.of(0.01));
    double[] fast = {1.001, 9};
    double[] frugal = {1.005, 3};
    assertThat(objective.compare(frugal, fast)).isNegative();
    assertThat(Objective.DEFAULT.compare(frugal, fast)).isPositive();
    assertThat(objective.compare(new double[] {1.02, 1}, fast)).isPositive();
  }
}
