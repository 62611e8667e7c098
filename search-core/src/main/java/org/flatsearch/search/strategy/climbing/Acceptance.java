package org.flatsearch.search.strategy.climbing;

import org.flatsearch.search.Score;

/** Decides which changes a climb keeps, and when the climb ends. */
interface Acceptance {
  /** Begins a climb at a point with this score. */
  void begin(Score first);

  /**
   * Whether a climb goes on from a changed point rather than from the current one. Asked once for
   * each change.
   */
  boolean accepts(Score changed, Score current);

  /** Whether the climb has ended. */
  boolean isOver();
}
