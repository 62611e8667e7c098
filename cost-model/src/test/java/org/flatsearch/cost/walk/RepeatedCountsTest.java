package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.cost.CostSheet;
import org.junit.jupiter.api.Test;

class RepeatedCountsTest {

  @Test
  void countsTheSameWhenKindsOfRoundsAreWalkedOnce() {
    for (long seed = 0; seed < 2_000; seed++) {
      RandomCase random = RandomCase.of(seed);
      assertThat(counts(random.walk(WalkLimits.SKIPPING)))
          .as("seed %d", seed)
          .isEqualTo(counts(random.walk(WalkLimits.FULL)));
    }
  }

  private static String counts(CostSheet sheet) {
    StringBuilder text = new StringBuilder();
    for (double bytes : sheet.trafficBytesByTensor) {
      text.append(bytes).append(' ');
    }
    return text.append(sheet.onChipReadWords)
        .append(' ')
        .append(sheet.onChipWriteWords)
        .append(' ')
        .append(sheet.laneOperations)
        .append(' ')
        .append(sheet.macs)
        .append(' ')
        .append(sheet.energyJoules)
        .toString();
  }
}
