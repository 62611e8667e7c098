package org.flatsearch.search.strategy.genetic;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.goal.Objective;
import org.flatsearch.search.Score;
import org.junit.jupiter.api.Test;

class FitnessTest {
  private static Fitness fitness(double violation, double value) {
    Score score = new Score(Objective.of("latency"));
    score.violation = violation;
    score.values[0] = value;
    return Fitness.of(score);
  }

  @Test
  void measuresNoDistanceToWhatDoesNotFit() {
    Fitness fits = fitness(0, 5);
    Fitness doesNot = fitness(16, Double.NaN);

    assertThat(Fitness.distanceAt(fits, fitness(0, 3), 0)).isEqualTo(2);
    assertThat(Fitness.distanceAt(fits, doesNot, 0)).isZero();
    assertThat(Fitness.distanceAt(doesNot, fitness(8, Double.NaN), 0)).isZero();
    assertThat(Fitness.dominance(fits, doesNot)).isNegative();
  }

  @Test
  void letsWhatFitsDominateWhatDoesNotWhateverItsFigures() {
    Fitness fits = fitness(0, 5);

    assertThat(Fitness.dominance(fits, fitness(16, 1))).isNegative();
    assertThat(Fitness.dominance(fitness(16, 1), fits)).isPositive();
    assertThat(Fitness.dominance(fitness(16, 1), fitness(8, 3))).isPositive();
  }
}
