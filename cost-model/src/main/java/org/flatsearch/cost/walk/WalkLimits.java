package org.flatsearch.cost.walk;

/**
 * How far a walk goes.
 *
 * @param skipping whether repetitions are skipped
 * @param mostSteps the most steps that are played before the walk is refused
 * @param mostLooks the most steps of all cores that are looked at for a tile to load, and have
 *     none, before the walk is refused: a queue of loads may be far ahead of the steps in time
 */
record WalkLimits(boolean skipping, long mostSteps, long mostLooks) {
  /** Limits a walk to about two seconds. */
  static final WalkLimits DEFAULT = new WalkLimits(true, 20_000_000, 200_000_000);

  /** Walks everything, however long it takes. */
  static final WalkLimits FULL = new WalkLimits(false, Long.MAX_VALUE, Long.MAX_VALUE);
}
