package org.flatsearch.cost.walk;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;

/**
 * How many steps (DRAM tiles of a stage on a core) a walk may take before it is refused. Also ends
 * a walk that is cancelled.
 */
final class StepBudget {
  /**
   * How often to ask whether the walk is cancelled: so many steps or skipped tiles take
   * milliseconds.
   */
  private static final int STEPS_PER_QUESTION = 1 << 12;

  private final long limit;
  private final double wholeWalk;
  private final BooleanSupplier cancelled;
  private long spent;
  private int unasked;

  /**
   * @param limit steps allowed
   * @param wholeWalk steps of the whole nest, for the message
   * @param cancelled whether to end the walk
   */
  StepBudget(long limit, double wholeWalk, BooleanSupplier cancelled) {
    this.limit = limit;
    this.wholeWalk = wholeWalk;
    this.cancelled = cancelled;
  }

  /** Steps of the nest: the tiles of both stages. */
  static double stepsOf(Tiling tiling) {
    double steps = 0;
    for (Stage stage : Stage.values()) {
      double tiles = 1;
      for (int position = 0; position < LoopNest.LOOPS; position++) {
        tiles *= tiling.count(stage, tiling.nest().stage(stage).order[position]);
      }
      steps += tiles;
    }
    return steps;
  }

  /** Forgets the steps that have been taken. */
  void restart() {
    spent = 0;
  }

  /** How many steps have been taken. */
  long spent() {
    return spent;
  }

  /**
   * Requires that there are no more rounds of dealt tiles than steps allowed: rounds are looked at
   * one by one even if they are skipped as repetitions.
   *
   * @throws InvalidInputException if there are more
   */
  void requireFew(long rounds) {
    if (rounds > limit) {
      throw new InvalidInputException(
          ("Walking this schedule takes too long: a core has %s shared tiles, more than %s. Use"
                  + " the model 'loopnest', larger tiles or a smaller workload.")
              .formatted(rounds, limit));
    }
  }

  /**
   * Takes one step.
   *
   * @throws InvalidInputException if the budget is exceeded
   * @throws CancellationException if the walk is cancelled
   */
  void spend() {
    goOn();
    if (++spent > limit) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "Walking this schedule takes too long: it has %.0f DRAM tiles, and after %d of them "
                  + "no repetition was found that would let the walk skip the rest. Use the model "
                  + "'loopnest', larger tiles or a smaller workload.",
              wholeWalk,
              limit));
    }
  }

  /**
   * Asks now and then whether to go on; for each dealt tile that is skipped, as a step asks by
   * itself.
   *
   * @throws CancellationException if the walk is cancelled
   */
  void goOn() {
    if (++unasked == STEPS_PER_QUESTION) {
      unasked = 0;
      if (cancelled.getAsBoolean()) {
        throw new CancellationException("the walk was cancelled");
      }
    }
  }
}
