package org.flatsearch.cost.walk;

/**
 * How far a walk goes.
 *
 * @param stepsBeforeSkipping a nest of at most so many DRAM tiles is walked in full; of a larger
 *     one, repetitions are skipped
 * @param mostSteps steps after which a walk is refused
 */
record WalkLimits(long stepsBeforeSkipping, long mostSteps) {
  static final WalkLimits DEFAULT = new WalkLimits(20_000, 20_000_000);

  /** Walks everything, however long it takes. */
  static final WalkLimits FULL = new WalkLimits(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Skips whatever can be skipped. */
  static final WalkLimits SKIPPING = new WalkLimits(0, DEFAULT.mostSteps);
}
