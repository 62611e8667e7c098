package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

class RepeatedCountsTest {

  @Test
  void countsTheSameWhenKindsOfRoundsAreWalkedOnce() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      AttentionWorkload workload =
          Machines.workload(
              1 + random.nextInt(9),
              1 + random.nextInt(12),
              1 + random.nextInt(9),
              1 + random.nextInt(9),
              1 + random.nextInt(9));
      Accelerator accelerator =
          Machines.plain()
              .with(
                  Map.of(
                      "cores",
                      String.valueOf(1 + random.nextInt(4)),
                      "multicast",
                      String.valueOf(random.nextBoolean())));
      LoopNest nest = new RandomNests(random).next(Extents.of(workload), 12);
      assertThat(counts(accelerator, workload, WalkLimits.SKIPPING, nest))
          .as("seed %d", seed)
          .isEqualTo(counts(accelerator, workload, WalkLimits.FULL, nest));
    }
  }

  private static String counts(
      Accelerator accelerator, AttentionWorkload workload, WalkLimits limits, LoopNest nest) {
    CostSheet sheet = new CostSheet();
    new WalkEvaluator(accelerator, workload, limits).evaluate(nest, sheet);
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
