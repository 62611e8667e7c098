package org.flatsearch.cost.loopnest.phase;

import java.util.Arrays;

/**
 * How long the steps of a phase take while the channel serves loads for other phases between their
 * streams.
 *
 * <p>A step lasts as long as its work or its streams, whichever is longer. Its <em>excess</em> is
 * how much longer its work is. If k loads are served before the streams of the k-th step, those
 * streams end after these loads and the streams of k steps; then the other steps follow. So the
 * phase lasts at least as long as the loads, all streams, and the excesses of all steps but the
 * first k. It is not known which steps come first, so the k largest excesses are left out. This
 * does not fall when the work or the streams of a step rise.
 */
public final class InterleavedSteps {
  /** The most loads that are considered. */
  public static final int MOST = 6;

  /** The most loads that are considered after the last load of a phase. */
  public static final int MOST_AFTER_LAST = 3;

  /** The largest excesses, largest first: cycles. */
  private final double[] hidden = new double[MOST];

  private double cycles;
  private long steps;
  private boolean allStream;

  /** Forgets all steps. */
  void clear() {
    Arrays.fill(hidden, 0);
    cycles = 0;
    steps = 0;
    allStream = true;
  }

  /** Adds {@code count} equal steps. */
  void add(long count, double stepCycles, double streams) {
    if (count == 0) {
      return;
    }
    steps += count;
    cycles += count * stepCycles;
    allStream &= streams > 0;
    double excess = stepCycles - streams;
    for (long k = 0; k < count && excess > hidden[MOST - 1]; k++) {
      insert(excess);
    }
  }

  private void insert(double excess) {
    double rest = excess;
    for (int k = 0; k < MOST; k++) {
      double larger = Math.max(hidden[k], rest);
      rest = Math.min(hidden[k], rest);
      hidden[k] = larger;
    }
  }

  /**
   * What the steps add to the time of {@code loads} interleaved loads: cycles; 0 if that many are
   * not certain to be served between the streams.
   */
  double cyclesWith(int loads) {
    double rest = cycles;
    for (int k = 0; k < loads; k++) {
      rest -= hidden[k];
    }
    return allStream && steps >= loads ? rest : 0;
  }
}
