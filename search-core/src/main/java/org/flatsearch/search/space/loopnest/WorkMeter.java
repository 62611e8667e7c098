package org.flatsearch.search.space.loopnest;

import org.flatsearch.search.Decomposition.Incumbent;

/** Work that is no evaluation and takes time nevertheless: as much as takes one counts as one. */
final class WorkMeter {
  /** So many ranges of tiles are looked at in the time of one evaluation. */
  static final int RANGES = 100;

  /** So many pairs have their phases followed in it. */
  static final int PAIRS = 10;

  private final int ofAnEvaluation;

  /** What has not been counted yet. */
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
