package org.flatsearch.experiments;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A model under its own name and version, with something that happens after each evaluation.
 *
 * @param original the model
 * @param after gets what was evaluated and its figures, which it may change
 */
public record ChangedModel(CostModel original, BiConsumer<LoopNest, CostSheet> after)
    implements CostModel {
  @Override
  public String name() {
    return original.name();
  }

  @Override
  public int version() {
    return original.version();
  }

  @Override
  public String description() {
    return original.description();
  }

  @Override
  public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
    ScheduleEvaluator evaluator = original.bind(accelerator, workload);
    return new ScheduleEvaluator() {
      @Override
      public Optional<String> refusal(LoopNest nest) {
        return evaluator.refusal(nest);
      }

      @Override
      public void evaluate(LoopNest nest, CostSheet sheet) {
        evaluator.evaluate(nest, sheet);
        after.accept(nest, sheet);
      }
    };
  }
}
