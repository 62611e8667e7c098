package org.flatsearch.cost.walk;

/**
 * How far a walk goes.
 *
 * @param stepsBeforeSkipping the most DRAM tiles of a nest that is walked in full; in a larger one,
 *     repetitions are skipped
 * @param mostSteps the most steps that are played before the walk is refused
 * @param mostLooks the most steps of all cores that are looked at for a tile to load, and have
 *     none, before the walk is refused: a queue of loads may be far ahead of the steps in time
 */
record WalkLimits(long stepsBeforeSkipping, long mostSteps, long mostLooks) {
  /** Limits a walk to about two seconds. */
  static final WalkLimits DEFAULT = new WalkLimits(20_000, 20_000_000, 200_000_000);

  /** Walks everything, however long it takes. */
  static final WalkLimits FULL = new WalkLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /** Skips whatever can be skipped. */
  static final WalkLimits SKIPPING = new WalkLimits(0, DEFAULT.mostSteps, DEFAULT.mostLooks);
}
