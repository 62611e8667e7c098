package org.flatsearch.cost.walk;

import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
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
    StepShape shape = new StepShape(tiling, passes(nest));
    Footprint footprint =
        new Footprint(
            shape, workload.wordBytes(), accelerator.accumulatorBytes(), accelerator.bufferBytes());
    shape.softmaxReadsEachLogit(footprint.holdsRowOfLogits() ? 1 : 3);
    Dealing dealing = Dealing.of(tiling, accelerator.cores());
    double steps = StepBudget.stepsOf(tiling);
    boolean skipping = steps > limits.stepsBeforeSkipping();
    CountingWalk walk =
        new CountingWalk(
            shape, dealing, accelerator.multicast(), new StepBudget(limits.mostSteps(), steps));
    WordCounts[] counts = skipping ? walk.walkRepetitionsOnce() : walk.walkAll();
    double mostCycles = Durations.mostCycles(accelerator, workload.wordBytes(), List.of(counts));
    Durations durations = new Durations(shape, accelerator, workload.wordBytes(), mostCycles);
    Timeline timeline =
        new Timeline(
            shape, dealing, accelerator, durations, new StepBudget(limits.mostSteps(), steps));
    double cycles = durations.cycles(timeline.play());
    sheet.extrapolated = skipping;
    new SheetFiller(accelerator, workload, sheet).fill(footprint, counts, cycles);
  }

  private ArrayPasses[] passes(LoopNest nest) {
    ArrayPasses[] passes = new ArrayPasses[Stage.values().length];
    for (Stage stage : Stage.values()) {
      passes[stage.ordinal()] =
          new ArrayPasses(
              nest,
              stage,
              accelerator.rows(),
              accelerator.columns(),
              stage == Stage.LOGIT
                  ? accelerator.fillCycles().logit()
                  : accelerator.fillCycles().attend(),
              accelerator.stationaryLoadCycles());
    }
    return passes;
  }
}
