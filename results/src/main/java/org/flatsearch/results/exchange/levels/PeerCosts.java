package org.flatsearch.results.exchange.levels;

import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** What schedules cost by the model whose figures exports are compared with. */
public final class PeerCosts {
  private PeerCosts() {}

  /** The cost of a schedule that fits {@code workload}, by model {@code loopnest}. */
  public static Cost of(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    return RatedSchedule.of(schedule, CostModels.named(LoopNestModel.NAME), accelerator, workload)
        .cost();
  }
}
