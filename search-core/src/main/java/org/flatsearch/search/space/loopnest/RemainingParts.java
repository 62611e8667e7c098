package org.flatsearch.search.space.loopnest;

/**
 * The parts of both stages' choices that may make up a point better than the incumbent.
 *
 * @param of by ordinal of the stage
 * @param next the stage whose parts the next bound compares. Stages take turns, since comparing the
 *     parts of one takes bounds of the other's.
 */
record RemainingParts(StagePart[][] of, int next) {
  boolean areNone() {
    return of[0].length == 0 || of[1].length == 0;
  }

  /** The same with other parts of one stage. */
  RemainingParts with(int stage, StagePart[] left) {
    StagePart[][] all = of.clone();
    all[stage] = left;
    return new RemainingParts(all, next);
  }

  /** The same with the turn passed to the other stage. */
  RemainingParts turned() {
    return new RemainingParts(of, 1 - next);
  }
}
