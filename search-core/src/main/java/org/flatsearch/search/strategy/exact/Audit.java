package org.flatsearch.search.strategy.exact;

import java.util.Random;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;

/**
 * A spot check of a proof. It keeps a seeded random sample of the boxes that were pruned or
 * completed (reservoir sampling) and, when the proof is done, evaluates random points of them in
 * turn. If one is better than the proven optimum, the run ends with an error.
 */
final class Audit {
  private final SearchRun run;
  private final int[][] lows;
  private final int[][] highs;
  private final Random random;
  private long seen;

  /**
   * @param size the most boxes that are kept, and the number of points that are evaluated
   */
  Audit(SearchRun run, int size) {
    this.run = run;
    lows = new int[size][];
    highs = new int[size][];
    random = new Random(run.seed());
  }

  /** Takes note of a box of which the proof claims that no point is better than the best one. */
  void consider(int[] low, int[] high) {
    if (lows.length == 0) {
      return;
    }
    seen++;
    long at = seen <= lows.length ? seen - 1 : (long) (random.nextDouble() * seen);
    if (at < lows.length) {
      lows[(int) at] = low.clone();
      highs[(int) at] = high.clone();
    }
  }

  /** Evaluates as many points as were asked for; the run throws an exception if one is better. */
  void check() {
    Score score = new Score(run.objective());
    int kept = (int) Math.min(seen, lows.length);
    for (int k = 0; kept > 0 && k < lows.length; k++) {
      int[] low = lows[k % kept];
      int[] high = highs[k % kept];
      int[] point = new int[low.length];
      for (int d = 0; d < point.length; d++) {
        point[d] = low[d] + random.nextInt(high[d] - low[d] + 1);
      }
      run.evaluate(point, score);
      run.count("pruned points audited", 1);
    }
  }
}
