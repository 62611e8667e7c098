package org.flatsearch.cost.walk;

import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Walks loop nests of one workload on one accelerator. */
final class WalkEvaluator implements ScheduleEvaluator {
  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final WalkLimits limits;
  private final int[] extents;

  WalkEvaluator(Accelerator accelerator, AttentionWorkload workload, WalkLimits limits) {
    this.accelerator = accelerator;
    this.workload = workload;
    this.limits = limits;
    extents = Extents.of(workload);
  }

  @Override
  public Optional<String> refusal(LoopNest nest) {
    return Optional.empty();
  }

  /**
   * {@inheritDoc}
   *
   * @throws org.flatsearch.json.InvalidInputException if the walk would take unreasonably long
   */
  @Override
  public void evaluate(LoopNest nest, CostSheet sheet) {
    sheet.clear();
    Tiling tiling = new Tiling(nest, extents);
    StepShape shape = new StepShape(tiling, accelerator);
    Footprint footprint =
        new Footprint(
            shape, workload.wordBytes(), accelerator.accumulatorBytes(), accelerator.bufferBytes());
    shape.setSoftmaxReadsPerLogit(footprint.holdsRowOfLogits() ? 1 : 3);
    Dealing dealing = Dealing.of(shape, accelerator.cores(), accelerator.multicast());
    double steps = StepBudget.stepsOf(tiling);
    boolean skipping = steps > limits.stepsBeforeSkipping();
    StepBudget counting = new StepBudget(limits.mostCountedSteps(), steps);
    List<WordCounts> counts =
        CountingWalk.walk(shape, dealing, accelerator.multicast(), skipping, counting);
    double wordBytes = workload.wordBytes();
    double mostCycles = Durations.mostCycles(accelerator, wordBytes, counts);
    Durations durations = new Durations(shape, accelerator, wordBytes, mostCycles);
    StepBudget timing = new StepBudget(limits.mostTimedSteps(), steps);
    Timeline timeline = new Timeline(shape, dealing, accelerator, durations, timing);
    double cycles = durations.cycles(timeline.play(skipping));
    sheet.extrapolated = Math.min(counting.spent(), timing.spent()) < steps;
    new SheetFiller(accelerator, workload, sheet).fill(footprint, counts, cycles);
  }
}
