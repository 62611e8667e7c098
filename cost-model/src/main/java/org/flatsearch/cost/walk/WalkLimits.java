package org.flatsearch.cost.walk;

/**
 * How far a walk goes.
 *
 * @param stepsBeforeSkipping the most DRAM tiles of a nest that is walked in full; in a larger one,
 *     repetitions are skipped
 * @param mostCountedSteps the most steps that are counted before the walk is refused
 * @param mostTimedSteps the most steps that are played in time before the walk is refused
 */
record WalkLimits(long stepsBeforeSkipping, long mostCountedSteps, long mostTimedSteps) {
  /** Limits a walk to a few seconds. */
  static final WalkLimits DEFAULT = new WalkLimits(20_000, 40_000_000, 3_000_000);

  /** Walks everything, however long it takes. */
  static final WalkLimits FULL = new WalkLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /** Skips whatever can be skipped. */
  static final WalkLimits SKIPPING =
      new WalkLimits(0, DEFAULT.mostCountedSteps, DEFAULT.mostTimedSteps);
}
