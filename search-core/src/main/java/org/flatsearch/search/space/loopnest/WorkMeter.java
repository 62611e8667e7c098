package org.flatsearch.search.space.loopnest;

import org.flatsearch.search.Decomposition.Incumbent;

/** Counts work that is not an evaluation: as much of it as takes the time of one counts as one. */
final class WorkMeter {
  /** Ranges of tiles that are examined in the time of one evaluation. */
  static final int RANGES = 100;

  /** Pairs whose phases are followed in the time of one evaluation. */
  static final int PAIRS = 10;

  private final int ofAnEvaluation;

  /** Work that has not been counted yet. */
  private long uncounted;

  /**
   * @param ofAnEvaluation {@link #RANGES} or {@link #PAIRS}
   */
  WorkMeter(int ofAnEvaluation) {
    this.ofAnEvaluation = ofAnEvaluation;
  }

  void clear() {
    uncounted = 0;
  }

  void add(long done, Incumbent incumbent) {
    uncounted += done;
    for (; uncounted >= ofAnEvaluation; uncounted -= ofAnEvaluation) {
      incumbent.countBound();
    }
  }
}
