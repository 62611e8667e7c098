package org.flatsearch.experiments;

import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Model {@code flat} with a hard capacity, so that there are schedules that do not fit. */
public final class SmallBufferModel implements CostModel {
  @Override
  public String name() {
    return "small-buffer";
  }

  @Override
  public String description() {
    return "flat with a hard capacity";
  }

  @Override
  public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
    ScheduleEvaluator flat = new FlatModel().bind(accelerator, workload);
    return new ScheduleEvaluator() {
      @Override
      public Optional<String> refusal(LoopNest nest) {
        return flat.refusal(nest);
      }

      @Override
      public void evaluate(LoopNest nest, CostSheet sheet) {
        flat.evaluate(nest, sheet);
        sheet.violationBytes = Math.max(0, sheet.footprintBytes - accelerator.bufferBytes());
      }
    };
  }
}
