package org.flatsearch.cost.walk;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CountLimit;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The model {@code walk}: executes a schedule tile by tile. Slow but direct: it replays the best
 * schedules of a search and serves to test faster models.
 */
public final class WalkModel implements CostModel {
  /** The name of this model. */
  public static final String NAME = "walk";

  private final BooleanSupplier cancelled;
  private final WalkLimits limits;

  /** A model whose walks end by themselves. */
  public WalkModel() {
    this(() -> false);
  }

  /**
   * A model whose walks, which may take seconds each, can be cancelled.
   *
   * @param cancelled whether to end a walk with a {@link
   *     java.util.concurrent.CancellationException}; walks ask every few milliseconds, those of
   *     thousands of cores every second or so
   */
  public WalkModel(BooleanSupplier cancelled) {
    this(cancelled, WalkLimits.DEFAULT);
  }

  private WalkModel(BooleanSupplier cancelled, WalkLimits limits) {
    this.cancelled = Objects.requireNonNull(cancelled, "cancelled");
    this.limits = limits;
  }

  /** The same model, which refuses to play more than so many steps of a nest. */
  public WalkModel upTo(long steps) {
    return new WalkModel(cancelled, new WalkLimits(limits.skipping(), steps, limits.mostLooks()));
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * 8: under masks keys of a shared buffer come from DRAM once, and statistics of a finished part
   * leave once. 7: walks of more than 2^31 cycles have coarser ticks, and all of them skip
   * repetitions; what has been added since (masks, sizes of words by tensor, V in K, parts and
   * steps of keys, registers, arrays, a shared buffer, a queue, overheads) changes nothing that was
   * counted before. 5: one tile of keys needs no statistics of other rows; pieces of work are
   * rounded up. 4: array, lanes and transfers share the on-chip port. 3: the port is as busy as the
   * longer of its uses. 2: multicast of any input.
   */
  @Override
  public int version() {
    return 8;
  }

  @Override
  public String description() {
    return "executes the loop nest tile by tile: exact counts, time by events; the reference";
  }

  @Override
  public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
    CountLimit.require(name(), accelerator, workload);
    return new WalkEvaluator(accelerator, workload, limits, cancelled);
  }

  /**
   * An evaluator that plays Logit alone: a matrix product of rows × keys over the query dimension,
   * whose output are the logits on their way to DRAM.
   */
  public ScheduleEvaluator bindProduct(Accelerator accelerator, AttentionWorkload workload) {
    CountLimit.require(name(), accelerator, workload);
    return new WalkEvaluator(accelerator, workload, true, limits, cancelled);
  }

  /**
   * Plays a nest event by event, in full or as far as {@code listener} wants to hear.
   *
   * @throws org.flatsearch.json.InvalidInputException if that takes unreasonably long
   */
  public static void trace(
      Accelerator accelerator, AttentionWorkload workload, LoopNest nest, WalkListener listener) {
    CountLimit.require(NAME, accelerator, workload);
    new WalkEvaluator(accelerator, workload, WalkLimits.DEFAULT, () -> false).trace(nest, listener);
  }
}
