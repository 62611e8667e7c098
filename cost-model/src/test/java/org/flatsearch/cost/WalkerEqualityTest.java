package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The closed form counts what the walker counts, and never takes longer. */
@Execution(ExecutionMode.CONCURRENT)
class WalkerEqualityTest {
  private static final long SEED = 20_261_124;

  @Test
  void countsEqualTheWalkersOnFiveThousandRandomNests() {
    compare(SEED, 5_000);
  }

  @Test
  @Tag("thorough")
  void countsEqualTheWalkersOnTwoHundredThousandRandomNests() {
    compare(SEED + 1, Integer.getInteger("flatsearch.nests", 200_000));
  }

  private static void compare(long seed, int nests) {
    RandomNests random = new RandomNests(seed);
    CostSheet closed = new CostSheet();
    CostSheet walked = new CostSheet();
    for (int k = 0; k < nests; k++) {
      AttentionWorkload workload = random.workload();
      Accelerator accelerator = random.accelerator(4);
      LoopNest nest = random.nest(workload);
      CostModels.all().get("loopnest").bind(accelerator, workload).evaluate(nest, closed);
      CostModels.all().get("walk").bind(accelerator, workload).evaluate(nest, walked);
      String what =
          "seed "
              + seed
              + ", nest "
              + k
              + ": "
              + nest.toSchedule()
              + "\n"
              + workload
              + "\n"
              + accelerator;
      requireEqual(closed, walked, what);
    }
  }

  private static void requireEqual(CostSheet closed, CostSheet walked, String what) {
    for (Tensor tensor : Tensor.values()) {
      int t = tensor.ordinal();
      assertThat((long) closed.trafficBytesByTensor[t])
          .as("traffic of %s, %s", tensor, what)
          .isEqualTo((long) walked.trafficBytesByTensor[t]);
      assertThat((long) closed.footprintBytesByTensor[t])
          .as("footprint of %s, %s", tensor, what)
          .isEqualTo((long) walked.footprintBytesByTensor[t]);
    }
    assertThat(closed.onChipReadWords)
        .as("on-chip reads, %s", what)
        .isEqualTo(walked.onChipReadWords);
    assertThat(closed.onChipWriteWords)
        .as("on-chip writes, %s", what)
        .isEqualTo(walked.onChipWriteWords);
    assertThat(closed.dramReadWords).as("DRAM reads, %s", what).isEqualTo(walked.dramReadWords);
    assertThat(closed.dramWriteWords).as("DRAM writes, %s", what).isEqualTo(walked.dramWriteWords);
    assertThat(closed.registerAccesses).as("registers").isEqualTo(walked.registerAccesses);
    assertThat(closed.laneOperations).as("lanes, %s", what).isEqualTo(walked.laneOperations);
    assertThat(closed.macs).as("macs").isEqualTo(walked.macs);
    assertThat(closed.footprintBytes).as("footprint, %s", what).isEqualTo(walked.footprintBytes);
    assertThat(closed.violationBytes).as("violation, %s", what).isEqualTo(walked.violationBytes);
    assertThat(closed.energyJoules)
        .as("energy, %s", what)
        .isCloseTo(walked.energyJoules, within(1e-12 * walked.energyJoules));
  }
}
