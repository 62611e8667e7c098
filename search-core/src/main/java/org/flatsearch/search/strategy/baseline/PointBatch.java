package org.flatsearch.search.strategy.baseline;

import java.util.Arrays;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;

/** Collects points that do not depend on each other, to evaluate them together on all threads. */
final class PointBatch {
  /**
   * Points per thread: enough for it to be worthwhile, few enough for the processor's first caches.
   */
  private static final int POINTS_PER_THREAD = 256;

  private final SearchRun run;
  private final int[][] points;
  private final Score[] scores;
  private int count;

  PointBatch(SearchRun run) {
    this.run = run;
    int capacity = run.threads() == 1 ? 1 : POINTS_PER_THREAD * run.threads();
    points = new int[capacity][run.problem().decisions().size()];
    scores = new Score[capacity];
    Arrays.setAll(scores, k -> new Score(run.objective()));
  }

  /** Where to write the next point. */
  int[] next() {
    return points[count];
  }

  /** Adds the point that was written to {@link #next}. */
  void add() {
    count++;
    if (count == points.length) {
      flush();
    }
  }

  /** Evaluates the points that were added. */
  void flush() {
    run.evaluateAll(points, scores, count);
    count = 0;
  }
}
