package org.flatsearch.cost.walk;

/**
 * How far a walk goes.
 *
 * @param stepsBeforeSkipping a nest of at most so many DRAM tiles is walked in full; of a larger
 *     one, repetitions are skipped
 * @param mostCountedSteps steps after which counting is refused
 * @param mostTimedSteps steps after which playing in time is refused
 */
record WalkLimits(long stepsBeforeSkipping, long mostCountedSteps, long mostTimedSteps) {
  /** A few seconds. */
  static final WalkLimits DEFAULT = new WalkLimits(20_000, 40_000_000, 3_000_000);

  /** Walks everything, however long it takes. */
  static final WalkLimits FULL = new WalkLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /** Skips whatever can be skipped. */
  static final WalkLimits SKIPPING =
      new WalkLimits(0, DEFAULT.mostCountedSteps, DEFAULT.mostTimedSteps);
}
