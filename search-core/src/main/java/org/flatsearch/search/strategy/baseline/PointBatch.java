package org.flatsearch.search.strategy.baseline;

import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;

/** Collects points that do not depend on each other, and evaluates them together. */
final class PointBatch {
  private final SearchRun run;
  private final int[][] points;
  private final Score[] scores;
  private int count;

  PointBatch(SearchRun run, int capacity) {
    this.run = run;
    points = new int[capacity][run.problem().decisions().size()];
    scores = new Score[capacity];
    for (int k = 0; k < capacity; k++) {
      scores[k] = new Score(run.objective());
    }
  }

  /** Where to write the next point. */
  int[] next() {
    return points[count];
  }

  /** Adds the point that was written. */
  void add() {
    count++;
    if (count == points.length) {
      flush();
    }
  }

  /** Evaluates what was collected. */
  void flush() {
    run.evaluateAll(points, scores, count);
    count = 0;
  }
}
