package org.flatsearch.cost.walk;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Walks loop nests of one workload on one accelerator. */
final class WalkEvaluator implements ScheduleEvaluator {
  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final WalkLimits limits;
  private final BooleanSupplier cancelled;
  private final boolean isProduct;

  WalkEvaluator(
      Accelerator accelerator,
      AttentionWorkload workload,
      WalkLimits limits,
      BooleanSupplier cancelled) {
    this(accelerator, workload, false, limits, cancelled);
  }

  /**
   * @param isProduct whether to play Logit alone
   */
  WalkEvaluator(
      Accelerator accelerator,
      AttentionWorkload workload,
      boolean isProduct,
      WalkLimits limits,
      BooleanSupplier cancelled) {
    this.isProduct = isProduct;
    this.accelerator = accelerator;
    this.workload = workload;
    this.limits = limits;
    this.cancelled = cancelled;
  }

  @Override
  public Optional<String> refusal(LoopNest nest) {
    return Optional.empty();
  }

  /**
   * {@inheritDoc}
   *
   * @throws org.flatsearch.json.InvalidInputException if the walk would take unreasonably long
   * @throws java.util.concurrent.CancellationException if it is cancelled
   */
  @Override
  public void evaluate(LoopNest nest, CostSheet sheet) {
    sheet.clear();
    TiledNest tiled = new TiledNest(nest, workload, isProduct, accelerator);
    Footprint footprint = footprint(tiled);
    WalkPlan plan = plan(tiled, footprint);
    double steps = tiled.steps();
    WalkBudget budget = new WalkBudget(limits, steps, cancelled);
    Timeline timeline = new Timeline(plan, budget);
    long ticks;
    try {
      ticks = timeline.play(limits.skipping());
    } finally {
      sheet.playedSteps = budget.steps();
    }
    sheet.extrapolated = budget.steps() < steps;
    new SheetFiller(accelerator, tiled, plan.durations, sheet)
        .fill(footprint, timeline.counts(), plan.durations.cycles(ticks));
  }

  /** Plays a nest in full, or as far as the listener wants to hear. */
  void trace(LoopNest nest, WalkListener listener) {
    TiledNest tiled = new TiledNest(nest, workload, accelerator);
    WalkPlan plan = plan(tiled, footprint(tiled));
    new Timeline(plan, new WalkBudget(limits, tiled.steps(), cancelled))
        .play(new EventTrace(listener, plan.durations));
  }

  private Footprint footprint(TiledNest tiled) {
    return new Footprint(tiled, accelerator.accumulatorBytes(), accelerator.bufferBytes());
  }

  private WalkPlan plan(TiledNest tiled, Footprint footprint) {
    return WalkPlan.of(tiled, footprint.holdsRowOfLogits() ? 1 : 3, accelerator);
  }
}
