package org.flatsearch.cost.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.RandomNests;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

class ProductModelTest {
  @Test
  void closedFormCountsWhatTheWalkerCountsAndNeverTakesLonger() {
    Random random = new Random(20_261_202);
    RandomNests nests = new RandomNests(random);
    CostSheet closed = new CostSheet();
    CostSheet walked = new CostSheet();
    double gap = 0;
    int drawn = 3_000;
    for (int k = 0; k < drawn; k++) {
      MatrixProduct product =
          new MatrixProduct(
              1 + random.nextInt(40),
              2 * (1 + random.nextInt(8)),
              1 + random.nextInt(16),
              1 + random.nextInt(2));
      AttentionWorkload workload = product.workload("product", 1 + random.nextInt(2));
      Accelerator accelerator = nests.accelerator(4);
      LoopNest nest = nests.nest(workload);
      if (nest.form.count() > 2) {
        continue;
      }
      nest.fused = false;
      String what = "nest " + k + ": " + nest.toSchedule() + "\n" + workload + "\n" + accelerator;

      ProductModel.LOOPNEST.bind(accelerator, workload).evaluate(nest, closed);
      ProductModel.WALK.bind(accelerator, workload).evaluate(nest, walked);

      assertThat(closed.trafficBytesByTensor).as(what).isEqualTo(walked.trafficBytesByTensor);
      assertThat(closed.footprintBytesByTensor).as(what).isEqualTo(walked.footprintBytesByTensor);
      assertThat(closed.trafficBytes).as(what).isEqualTo(walked.trafficBytes);
      assertThat(closed.footprintBytes).as(what).isEqualTo(walked.footprintBytes);
      assertThat(closed.violationBytes).as(what).isEqualTo(walked.violationBytes);
      assertThat(closed.onChipReadWords).as(what).isEqualTo(walked.onChipReadWords);
      assertThat(closed.onChipWriteWords).as(what).isEqualTo(walked.onChipWriteWords);
      assertThat(closed.macs).as(what).isEqualTo(walked.macs).isEqualTo(product.macs());
      assertThat(walked.laneOperations).as(what).isZero();
      assertThat(closed.energyJoules)
          .as(what)
          .isCloseTo(walked.energyJoules, within(1e-12 * walked.energyJoules));
      assertThat(closed.idealLatencySeconds)
          .as(what)
          .isCloseTo(walked.idealLatencySeconds, within(1e-12 * walked.idealLatencySeconds));
      assertThat(closed.latencySeconds)
          .as(what)
          .isLessThanOrEqualTo(walked.latencySeconds * (1 + 1e-12));
      assertThat(closed.trafficBytes)
          .as(what)
          .isGreaterThanOrEqualTo(product.words() * product.wordBytes());
      gap += 1 - closed.latencySeconds / walked.latencySeconds;
    }
    assertThat(gap / drawn).as("mean of what the closed form leaves out").isLessThan(0.2);
  }
}
