package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RepeatedCountsTest {

  @Test
  void countsTheSameWhenKindsOfRoundsAreWalkedOnce() {
    for (long seed = 0; seed < 2_000; seed++) {
      RandomCase random = RandomCase.of(seed);
      assertThat(random.walk(WalkLimits.SKIPPING))
          .as("seed %d", seed)
          .usingRecursiveComparison()
          .ignoringFields("extrapolated")
          .isEqualTo(random.walk(WalkLimits.FULL));
    }
  }
}
