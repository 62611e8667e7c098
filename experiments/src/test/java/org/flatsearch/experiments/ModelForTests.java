package org.flatsearch.experiments;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** A cost model of a third party, given by its name and what it does when it is bound. */
abstract class ModelForTests implements CostModel {
  private final String name;
  private final BiFunction<Accelerator, AttentionWorkload, ScheduleEvaluator> binding;

  ModelForTests(
      String name, BiFunction<Accelerator, AttentionWorkload, ScheduleEvaluator> binding) {
    this.name = name;
    this.binding = binding;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "for tests";
  }

  @Override
  public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
    return binding.apply(accelerator, workload);
  }

  /** An evaluator that gives every schedule the same refusal and the same figures. */
  static ScheduleEvaluator evaluator(Optional<String> refusal, Consumer<CostSheet> figures) {
    return new ScheduleEvaluator() {
      @Override
      public Optional<String> refusal(LoopNest nest) {
        return refusal;
      }

      @Override
      public void evaluate(LoopNest nest, CostSheet sheet) {
        figures.accept(sheet);
      }
    };
  }

  /** The evaluator of model {@code flat}, with a change made to its figures. */
  static ScheduleEvaluator flat(
      Accelerator accelerator, AttentionWorkload workload, Consumer<CostSheet> change) {
    return new ChangedModel(new FlatModel(), (nest, sheet) -> change.accept(sheet))
        .bind(accelerator, workload);
  }
}
