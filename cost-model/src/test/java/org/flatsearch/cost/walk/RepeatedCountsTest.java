package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RepeatedCountsTest {

  @Test
  void countsTheSameWhenKindsOfRoundsAreWalkedOnce() {
    requireTheSame(0, 800);
  }

  @Test
  @Tag("thorough")
  void countsTheSameInManyNests() {
    requireTheSame(800, 5_000);
  }

  private static void requireTheSame(long from, long to) {
    for (long seed = from; seed < to; seed++) {
      RandomCase random = RandomCase.of(seed);
      assertThat(random.walk(WalkLimits.SKIPPING))
          .as("seed %d", seed)
          .usingRecursiveComparison()
          .ignoringFields("extrapolated")
          .isEqualTo(random.walk(WalkLimits.FULL));
    }
  }
}
