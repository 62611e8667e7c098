package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostSheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TimelineBoundsTest {

  @Test
  void lastsAtLeastAsLongAsItsBusiestResourceAndAtMostAsAllInTurn() {
    for (long seed = 0; seed < 4_000; seed++) {
      RandomCase random = RandomCase.of(seed);
      CostSheet sheet = random.walk(WalkLimits.FULL);
      double most = Arrays.stream(sheet.busySeconds).sum();
      for (Bound resource : Bound.values()) {
        assertThat(sheet.latencySeconds)
            .as("seed %d, %s", seed, resource)
            .isGreaterThanOrEqualTo(sheet.busySeconds[resource.ordinal()] * (1 - 1e-12));
      }
      if (random.accelerator().cores() == 1 && random.accelerator().dramShared()) {
        assertThat(sheet.latencySeconds).as("seed %d", seed).isLessThanOrEqualTo(most * (1 + 1e-6));
      }
    }
  }
}
