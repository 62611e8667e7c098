package org.flatsearch.cost.loopnest;

import java.util.Arrays;

/**
 * How long the steps of a phase take while the channel does loads between their streams.
 *
 * <p>A step lasts as long as its work or its streams. What its work is longer, its excess, a load
 * that comes before its streams can hide, or that comes before those of the next step. So if k
 * loads come one by one before the first k streams, the phase lasts those loads, all streams, and
 * the excesses of all steps but k at least. The k largest are left out, so this does not fall when
 * the work or the streams of a step rise.
 */
final class StepsBesideLoads {
  /** Loads at most. */
  static final int MOST = 3;

  /** The largest excesses, largest first: cycles. */
  private final double[] largest = new double[MOST];

  private double cycles;
  private long steps;
  private boolean allStream;

  void clear() {
    Arrays.fill(largest, 0);
    cycles = 0;
    steps = 0;
    allStream = true;
  }

  /** Adds steps that are alike. */
  void add(long count, double stepCycles, double streams) {
    if (count == 0) {
      return;
    }
    steps += count;
    cycles += count * stepCycles;
    allStream &= streams > 0;
    double excess = stepCycles - streams;
    for (long k = 0; k < Math.min(MOST, count); k++) {
      insert(excess);
    }
  }

  private void insert(double excess) {
    double rest = excess;
    for (int k = 0; k < MOST; k++) {
      double larger = Math.max(largest[k], rest);
      rest = Math.min(largest[k], rest);
      largest[k] = larger;
    }
  }

  /** What the steps add to so many loads: cycles; 0 if these need not come between the streams. */
  double beside(int loads) {
    double rest = cycles;
    for (int k = 0; k < loads; k++) {
      rest -= largest[k];
    }
    return allStream && steps >= loads ? rest : 0;
  }
}
