package org.flatsearch.search.space.loopnest;

/**
 * The parts of both stages' choices that can make up a point better than the best.
 *
 * @param of by ordinal of the stage
 * @param next the stage whose parts the next bound compares: one after the other, for that needs
 *     the bounds of the other's
 */
record RemainingParts(StagePart[][] of, int next) {
  boolean areNone() {
    return of[0].length == 0 || of[1].length == 0;
  }

  /** These, but for what is left of one stage. */
  RemainingParts with(int stage, StagePart[] left) {
    StagePart[][] all = of.clone();
    all[stage] = left;
    return new RemainingParts(all, next);
  }

  /** The same, of which the next bound compares the other stage's. */
  RemainingParts turned() {
    return new RemainingParts(of, 1 - next);
  }
}
