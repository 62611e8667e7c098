package org.flatsearch.cost.walk;

import java.util.Arrays;
import java.util.BitSet;

/**
 * When each core can proceed, whatever transfers do. A binary tree of minima, since looking through
 * all cores at each event takes too long if there are thousands.
 */
final class WakeTimes {
  private static final int ROOT = 1;

  private final int leaves;

  /** The minimum of node k's children 2k and 2k + 1; the last half are the leaves, by core. */
  private final long[] earliest;

  /** All cores can proceed at tick 0. */
  WakeTimes(int cores) {
    int rounded = Integer.highestOneBit(cores);
    leaves = rounded == cores ? cores : 2 * rounded;
    earliest = new long[2 * leaves];
    Arrays.fill(earliest, Timeline.NEVER);
    for (int core = 0; core < cores; core++) {
      set(core, 0);
    }
  }

  /** Says when a core can proceed next. */
  void set(int core, long tick) {
    int node = leaves + core;
    earliest[node] = tick;
    while (node > ROOT) {
      long least = Math.min(earliest[node], earliest[node ^ 1]);
      node /= 2;
      if (earliest[node] == least) {
        return;
      }
      earliest[node] = least;
    }
  }

  /** The first tick at which a core can proceed. */
  long earliest() {
    return earliest[ROOT];
  }

  /** Adds the cores that can proceed by a tick. */
  void addDue(long tick, BitSet cores) {
    addDue(ROOT, tick, cores);
  }

  private void addDue(int node, long tick, BitSet cores) {
    if (earliest[node] > tick) {
      return;
    }
    if (node >= leaves) {
      cores.set(node - leaves);
    } else {
      addDue(2 * node, tick, cores);
      addDue(2 * node + 1, tick, cores);
    }
  }
}
