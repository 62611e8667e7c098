package org.flatsearch.search.strategy.climbing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.flatsearch.goal.Objective;
import org.flatsearch.search.Score;
import org.junit.jupiter.api.Test;

/** Simulated annealing accepts worse points with the probability that its temperature gives. */
class CoolingTest {
  private static final int LENGTH = 100_000;
  private static final Score ONE = score(0, 1, 1);

  private static Score score(double violation, double... values) {
    Score score = new Score(Objective.of("latency", "energy"));
    score.violation = violation;
    System.arraycopy(values, 0, score.values, 0, values.length);
    return score;
  }

  /** The part of {@code changed} points that a climb accepts while it cools a hundredth. */
  private static double acceptedAtFirst(Score changed, Score current) {
    Cooling cooling = new Cooling(0.1, LENGTH, 2, new SplittableRandom(1));
    cooling.begin(current);
    return IntStream.range(0, LENGTH / 100).filter(k -> cooling.accepts(changed, current)).count()
        / (LENGTH / 100.0);
  }

  @Test
  void acceptsWhatIsWorseByTheTemperatureOnceInTwoPointSeven() {
    // On the scale, linear from each power of two to the next, 1.1 is a tenth of an octave above 1.
    assertThat(acceptedAtFirst(score(0, 1.1, 1), ONE)).isCloseTo(Math.exp(-1), within(0.04));
    assertThat(acceptedAtFirst(score(0, 1.2, 1), ONE)).isCloseTo(Math.exp(-2), within(0.03));
  }

  @Test
  void addsUpTheLevelsThatGetWorse() {
    assertThat(acceptedAtFirst(score(0, 1.1, 1.1), ONE)).isCloseTo(Math.exp(-2), within(0.03));
    assertThat(acceptedAtFirst(score(0, 1.1, 0.5), ONE)).isCloseTo(Math.exp(-1), within(0.04));
    assertThat(acceptedAtFirst(score(0, 0.9, 2), ONE)).as("better at first").isEqualTo(1);
  }

  @Test
  void comparesPointsThatDoNotFitByTheirViolationOnly() {
    Score current = score(1023, 1, 1);
    assertThat(acceptedAtFirst(score(1023 * 1.1, 9, 9), current))
        .isCloseTo(Math.exp(-1), within(0.04));
    assertThat(acceptedAtFirst(score(1000, 9, 9), current)).isEqualTo(1);
    assertThat(acceptedAtFirst(current, ONE)).as("ten octaves").isZero();
  }

  @Test
  void acceptsNothingWorseAtTheEndAndThenBeginsALongerClimb() {
    Cooling cooling = new Cooling(0.1, 10, 2, new SplittableRandom(1));
    for (int length : new int[] {10, 20, 40}) {
      cooling.begin(ONE);
      for (int change = 1; change < length; change++) {
        cooling.accepts(ONE, ONE);
        assertThat(cooling.isOver()).isFalse();
      }
      assertThat(cooling.accepts(score(0, 1 + 1e-9, 1), ONE)).isFalse();
      assertThat(cooling.isOver()).isTrue();
    }
  }
}
