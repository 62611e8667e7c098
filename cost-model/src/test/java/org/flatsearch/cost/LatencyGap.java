package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** How far the closed form's latency lies below the walker's. */
final class LatencyGap {
  private static final double ROUNDING = 1e-8;

  private final CostSheet closed = new CostSheet();
  private final CostSheet walked = new CostSheet();

  /**
   * The gap as a part of the walker's time; fails if the closed form's is longer.
   *
   * @param where how to come by the nest again
   */
  double of(
      Accelerator accelerator, AttentionWorkload workload, LoopNest nest, Supplier<String> where) {
    CostModels.all().get("loopnest").bind(accelerator, workload).evaluate(nest, closed);
    CostModels.all().get("walk").bind(accelerator, workload).evaluate(nest, walked);
    double gap = 1 - closed.latencySeconds / walked.latencySeconds;
    assertThat(gap)
        .as(() -> where.get() + ": " + nest.toSchedule() + "\n" + workload + "\n" + accelerator)
        .isGreaterThanOrEqualTo(-ROUNDING);
    return gap;
  }
}
