package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CountLimit;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The cost model {@code loopnest}: exact data movement of any fused loop nest in closed form, a
 * hard limit on the buffer, and a latency that never exceeds the one that the walker measures.
 */
public final class LoopNestModel implements CostModel {
  /** The name of this model. */
  public static final String NAME = "loopnest";

  /**
   * The version of the figures; raise it with every change to what a schedule costs. {@code
   * CONTRIBUTING.md} says what has to be made anew then.
   */
  public static final int VERSION = 26;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "exact data movement of any fused loop nest, hard capacity, softmax lanes, several"
        + " cores";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
    CountLimit.require(name(), accelerator, workload);
    return new LoopNestEvaluator(accelerator, workload);
  }
}
