package org.flatsearch.search.space.loopnest;

import org.flatsearch.search.Decomposition.Incumbent;

/** Ranges of tiles that are looked at: so many take as long as one evaluation and count as it. */
final class LookedAt {
  private static final int RANGES_OF_AN_EVALUATION = 100;

  /** Ranges that have not been counted yet. */
  private long uncounted;

  void clear() {
    uncounted = 0;
  }

  void add(long ranges, Incumbent incumbent) {
    uncounted += ranges;
    for (; uncounted >= RANGES_OF_AN_EVALUATION; uncounted -= RANGES_OF_AN_EVALUATION) {
      incumbent.countBound();
    }
  }
}
