package org.flatsearch.cost.walk;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.flatsearch.json.InvalidInputException;

/**
 * Ends a walk that takes too many steps (DRAM tiles of a stage on a core), or that is cancelled.
 */
final class WalkBudget {
  /** How often to ask whether the walk is cancelled: so many steps take a millisecond or so. */
  private static final int STEPS_PER_QUESTION = 1 << 12;

  private final WalkLimits limits;
  private final double wholeWalk;
  private final BooleanSupplier cancelled;
  private long steps;
  private long looks;

  /**
   * @param wholeWalk steps of the whole nest, for the message
   * @param cancelled whether to end the walk
   */
  WalkBudget(WalkLimits limits, double wholeWalk, BooleanSupplier cancelled) {
    this.limits = limits;
    this.wholeWalk = wholeWalk;
    this.cancelled = cancelled;
  }

  /** How many steps have been played. */
  long steps() {
    return steps;
  }

  /**
   * Plays one step.
   *
   * @throws InvalidInputException if there have been too many
   * @throws CancellationException if the walk is cancelled
   */
  void step() {
    spend(++steps, limits.mostSteps());
  }

  /**
   * Looks at one step for a tile to load.
   *
   * @throws InvalidInputException if there have been too many
   * @throws CancellationException if the walk is cancelled
   */
  void look() {
    spend(++looks, limits.mostLooks());
  }

  private void spend(long spent, long limit) {
    if (spent > limit) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "Walking this schedule takes too long: it has %.0f DRAM tiles, and after %d of them "
                  + "no repetition was found that would let the walk skip the rest. Use the model "
                  + "'loopnest', larger tiles or a smaller workload.",
              wholeWalk,
              limit));
    }
    if (spent % STEPS_PER_QUESTION == 0 && cancelled.getAsBoolean()) {
      throw new CancellationException("the walk was cancelled");
    }
  }
}
