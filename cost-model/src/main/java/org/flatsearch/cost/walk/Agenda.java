package org.flatsearch.cost.walk;

/**
 * The ticks at which cores can proceed, whatever transfers do: ends of work, and arrivals of
 * pieces. Sorted, as most are added at or near the end.
 */
final class Agenda {
  /** A ring of a power of two. */
  private long[] ticks = new long[8];

  private int[] cores = new int[8];
  private int first;
  private int count;

  void add(long tick, int core) {
    if (count == ticks.length) {
      grow();
    }
    int mask = ticks.length - 1;
    int place = first + count++ & mask;
    while (place != first && ticks[place - 1 & mask] > tick) {
      ticks[place] = ticks[place - 1 & mask];
      cores[place] = cores[place - 1 & mask];
      place = place - 1 & mask;
    }
    ticks[place] = tick;
    cores[place] = core;
  }

  private void grow() {
    long[] oldTicks = ticks;
    int[] oldCores = cores;
    ticks = new long[2 * count];
    cores = new int[2 * count];
    for (int k = 0; k < count; k++) {
      ticks[k] = oldTicks[first + k & count - 1];
      cores[k] = oldCores[first + k & count - 1];
    }
    first = 0;
  }

  /** The first tick; never if there is none. */
  long next() {
    return count == 0 ? Timeline.NEVER : ticks[first];
  }

  /** Removes the first tick; returns its core. */
  int remove() {
    int core = cores[first];
    first = first + 1 & ticks.length - 1;
    count--;
    return core;
  }
}
