package org.flatsearch.goal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Objective values are compared by their first twelve digits. */
@Execution(ExecutionMode.CONCURRENT)
class RoundingTest {
  private static final long SEED = 20_261_125;
  private static final int PAIRS = 400_000;

  private final Random random = new Random(SEED);

  @Test
  void comparesWhatIsRoundedHoweverNearTheNumbersAre() {
    int equal = 0;
    for (int k = 0; k < PAIRS; k++) {
      double a = number();
      double b = a * (1 + (random.nextDouble() - 0.5) * Math.pow(10, -10 - random.nextInt(6)));
      if (k % 4 == 0) {
        b = Math.nextAfter(a, random.nextBoolean() ? 0 : Double.POSITIVE_INFINITY);
      }
      int expected = Double.compare(Rounding.round(a), Rounding.round(b));
      equal += expected == 0 ? 1 : 0;
      assertThat(Rounding.compare(a, b)).as("%s and %s, seed %s", a, b, SEED).isEqualTo(expected);
      assertThat(Rounding.compare(-b, -a)).as("-%s and -%s", b, a).isEqualTo(expected);
    }
    assertThat(equal).isBetween(PAIRS / 4, PAIRS - PAIRS / 20);
  }

  /**
   * A number of any magnitude; some lie in the middle between two that round, some at a power of
   * ten.
   */
  private double number() {
    int digits = 10 + random.nextInt(4);
    long whole = random.nextLong((long) Math.pow(10, digits));
    int exponent = random.nextInt(80) - 50;
    return switch (random.nextInt(3)) {
      case 0 -> new BigDecimal(whole + ".5").scaleByPowerOfTen(exponent).doubleValue();
      case 1 -> BigDecimal.TEN.pow(digits).scaleByPowerOfTen(exponent).doubleValue();
      default -> random.nextDouble() * Math.pow(10, exponent);
    };
  }

  @Test
  void ordersWhatIsFarApartOrNotANumber() {
    assertThat(Rounding.compare(1, 2)).isNegative();
    assertThat(Rounding.compare(Double.POSITIVE_INFINITY, 1)).isPositive();
    assertThat(Rounding.compare(Double.NaN, 1)).isPositive();
    assertThat(Rounding.compare(0, Double.MIN_VALUE)).isNegative();
  }
}
