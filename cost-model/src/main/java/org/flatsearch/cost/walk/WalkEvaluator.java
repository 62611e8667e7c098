package org.flatsearch.cost.walk;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Walks loop nests of one workload on one accelerator. */
final class WalkEvaluator implements ScheduleEvaluator {
  /** Half an hour at 1 GHz; ticks for that are a millionth of a cycle. */
  private static final double LONG_CYCLES = 0x1p41;

  /** What the finest ticks are for. */
  private static final double SHORT_CYCLES = 0x1p31;

  private static final double LONGER = 0x1p10;

  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final WalkLimits limits;
  private final BooleanSupplier cancelled;
  private final int[] extents;

  WalkEvaluator(
      Accelerator accelerator,
      AttentionWorkload workload,
      WalkLimits limits,
      BooleanSupplier cancelled) {
    this.accelerator = accelerator;
    this.workload = workload;
    this.limits = limits;
    this.cancelled = cancelled;
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
   * @throws java.util.concurrent.CancellationException if it is cancelled
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
    StepBudget counting = new StepBudget(limits.mostCountedSteps(), steps, cancelled);
    List<WordCounts> counts =
        CountingWalk.walk(shape, dealing, accelerator.multicast(), skipping, counting);
    StepBudget timing = new StepBudget(limits.mostTimedSteps(), steps, cancelled);
    double cycles = cycles(shape, dealing, counts, skipping, timing);
    sheet.extrapolated = Math.min(counting.spent(), timing.spent()) < steps;
    new SheetFiller(accelerator, workload, sheet).fill(footprint, counts, cycles);
  }

  /**
   * Plays the timeline. Where it is very long and repetitions are skipped, what is played is mostly
   * far shorter, so ticks are as fine as that allows: rounding would otherwise decide which of two
   * events comes first even if they are a millionth of a cycle apart.
   */
  private double cycles(
      StepShape shape,
      Dealing dealing,
      List<WordCounts> counts,
      boolean skipping,
      StepBudget budget) {
    double wordBytes = workload.wordBytes();
    double whole = Durations.mostCycles(accelerator, wordBytes, counts);
    double played = skipping && whole > LONG_CYCLES ? SHORT_CYCLES : whole;
    while (true) {
      Durations durations = new Durations(shape, accelerator, wordBytes, Math.min(played, whole));
      try {
        StepBudget looks =
            new StepBudget(limits.mostLooks(), StepBudget.stepsOf(shape.tiling()), cancelled);
        Timeline timeline = new Timeline(shape, dealing, accelerator, durations, budget, looks);
        return durations.cycles(timeline.play(skipping));
      } catch (Durations.TooLongException e) {
        if (played >= whole) {
          throw new IllegalStateException("a timeline is longer than all of its parts", e);
        }
        budget.restart();
        played *= LONGER;
      }
    }
  }
}
