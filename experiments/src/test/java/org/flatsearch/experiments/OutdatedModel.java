package org.flatsearch.experiments;

import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** A cost model of a third party that was built for a version with another method. */
public final class OutdatedModel implements CostModel {
  @Override
  public String name() {
    return "outdated";
  }

  @Override
  public String description() {
    return "calls a method that is no more";
  }

  @Override
  public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
    throw new NoSuchMethodError("'int org.flatsearch.spec.Accelerator.lanes()'");
  }
}
