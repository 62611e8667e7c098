package org.flatsearch.search.space.flat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeMinimaTest {
  private static final long SEED = 3;

  @Test
  void givesTheLeastNumberOfEveryRange() {
    Random random = new Random(SEED);
    for (int length = 1; length <= 40; length++) {
      double[] numbers = random.ints(length, 0, 100).asDoubleStream().toArray();
      RangeMinima minima = new RangeMinima(numbers.clone());
      for (int low = 0; low < length; low++) {
        for (int high = low; high < length; high++) {
          double least = Arrays.stream(numbers, low, high + 1).min().orElseThrow();
          assertThat(minima.between(low, high))
              .as("seed %s: %s to %s of %s", SEED, low, high, Arrays.toString(numbers))
              .isEqualTo(least);
        }
      }
    }
  }
}
