package org.flatsearch.cost.walk;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * When each core can proceed, whatever transfers do. The first of them is found by way of the first
 * of each group of cores, since looking through all of thousands at each event takes too long.
 */
final class WakeTimes {
  private static final int GROUP_BITS = 4;

  private final long[] ticks;
  private final long[] earliestOfGroup;
  private long earliest;

  /** All cores can proceed at tick 0. */
  WakeTimes(int cores) {
    int groups = (cores - 1 >> GROUP_BITS) + 1;
    ticks = new long[groups << GROUP_BITS];
    Arrays.fill(ticks, cores, ticks.length, Timeline.NEVER);
    earliestOfGroup = new long[groups];
  }

  /** Says when a core can proceed next. */
  void set(int core, long tick) {
    long old = ticks[core];
    if (old == tick) {
      return;
    }
    ticks[core] = tick;
    int group = core >> GROUP_BITS;
    long oldOfGroup = earliestOfGroup[group];
    if (tick <= oldOfGroup) {
      earliestOfGroup[group] = tick;
    } else if (old == oldOfGroup) {
      int from = group << GROUP_BITS;
      earliestOfGroup[group] = least(ticks, from, from + (1 << GROUP_BITS));
    } else {
      return;
    }
    if (tick <= earliest) {
      earliest = tick;
    } else if (oldOfGroup == earliest) {
      earliest = least(earliestOfGroup, 0, earliestOfGroup.length);
    }
  }

  private static long least(long[] ticks, int from, int to) {
    long least = ticks[from];
    for (int k = from + 1; k < to; k++) {
      least = Math.min(least, ticks[k]);
    }
    return least;
  }

  /** The first tick at which a core can proceed. */
  long earliest() {
    return earliest;
  }

  /** Stirs the cores that can proceed by a tick. */
  void stirDue(long tick, IntConsumer stir) {
    if (earliest > tick) {
      return;
    }
    for (int group = 0; group < earliestOfGroup.length; group++) {
      if (earliestOfGroup[group] <= tick) {
        for (int core = group << GROUP_BITS; core < group + 1 << GROUP_BITS; core++) {
          if (ticks[core] <= tick) {
            stir.accept(core);
          }
        }
      }
    }
  }
}
