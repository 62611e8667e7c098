package elsewhere;

import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** A cost model of somebody else, with a defect; found like any other one. */
public final class ThrowingModel implements CostModel {
  @Override
  public String name() {
    return "throwing";
  }

  @Override
  public String description() {
    return "for tests";
  }

  @Override
  public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
    return new ScheduleEvaluator() {
      @Override
      public Optional<String> refusal(LoopNest nest) {
        return Optional.empty();
      }

      @Override
      public void evaluate(LoopNest nest, CostSheet sheet) {
        throw new IllegalStateException("table of figures is missing");
      }
    };
  }
}
