package org.flatsearch.cost.walk;

import org.flatsearch.json.InvalidInputException;

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

  /** The most tiles that a queue deals before the first step: some 300 MB. */
  static final long MOST_LISTED = 1L << 24;

  /** The most tiles, none like another, that are listed and then take several steps each. */
  static final long MOST_UNLIKE = 1L << 20;

  /** The most queries that are counted before the first step: half a second. */
  static final long MOST_COUNTED = 1L << 28;

  /**
   * Requires that a walk can begin soon: with a mask, parts of keys or a queue, something is done
   * for each tile before the first step.
   *
   * @param things what it is done for, for the message
   * @throws InvalidInputException if there are more than {@code most}
   */
  static void require(String things, long count, long most) {
    if (count > most) {
      throw new InvalidInputException(
          ("Walking this schedule takes too long: before the first step it goes through %d %s, and"
                  + " at most %d work. Use the model 'loopnest', larger tiles or a smaller"
                  + " workload.")
              .formatted(count, things, most));
    }
  }
}
