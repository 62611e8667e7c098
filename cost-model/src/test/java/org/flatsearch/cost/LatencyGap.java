package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** How far the closed form's latency lies below the walker's. */
final class LatencyGap {
  static final CostModel CLOSED_FORM = CostModels.all().get("loopnest");
  static final CostModel WALK = CostModels.all().get("walk");

  private static final double ROUNDING = 1e-8;

  private final CostSheet closed = new CostSheet();
  private final CostSheet walked = new CostSheet();

  /**
   * The gap as a fraction of the walker's time; fails if the closed form's time is longer.
   *
   * @param where how to reproduce the nest, for the message
   */
  double of(
      Accelerator accelerator, AttentionWorkload workload, LoopNest nest, Supplier<String> where) {
    CLOSED_FORM.bind(accelerator, workload).evaluate(nest, closed);
    return of(accelerator, workload, nest, closed, where);
  }

  /**
   * The gap of a nest that the closed form has already evaluated.
   *
   * @param closed the figures of the closed form
   */
  double of(
      Accelerator accelerator,
      AttentionWorkload workload,
      LoopNest nest,
      CostSheet closed,
      Supplier<String> where) {
    WALK.bind(accelerator, workload).evaluate(nest, walked);
    double gap = 1 - closed.latencySeconds / walked.latencySeconds;
    assertThat(gap)
        .as(() -> where.get() + ": " + nest.toSchedule() + "\n" + workload + "\n" + accelerator)
        .isGreaterThanOrEqualTo(-ROUNDING);
    return gap;
  }
}
