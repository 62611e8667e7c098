package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each core can draw from DRAM and shared buffer, as the requests that it may have under way
 * are limited: its transfers pass one after another, in the order in which their channels began
 * them. A transfer that has left its channel waits here until it has passed.
 */
final class CorePorts {
  /** When all transfers of a core that have begun will have passed. */
  private final long[] free;

  /** Those that have left their channels, in the order in which they did. */
  private final List<Transfer> waiting = new ArrayList<>();

  private long next = Timeline.NEVER;

  CorePorts(int cores) {
    free = new long[cores];
  }

  /** A channel begins a transfer; returns when all of its cores have received or sent it. */
  long begin(Transfer transfer, long now) {
    int toCore = transfer.purpose == Transfer.LOAD ? transfer.toCore : transfer.core + 1;
    long last = now;
    for (int core = transfer.core; core < toCore; core++) {
      free[core] = Math.max(free[core], now) + transfer.coreTicks;
      last = Math.max(last, free[core]);
    }
    return last;
  }

  /** A transfer has left its channel, which will use the object for another one. */
  void add(Transfer left) {
    waiting.add(left.copy());
    next = Math.min(next, left.endOnCore);
  }

  /** When the first of those that wait ends; never if none waits. */
  long nextEvent() {
    return next;
  }

  /** Takes a transfer that is due; null if there is none. */
  Transfer endAt(long now) {
    if (next > now) {
      return null;
    }
    Transfer due = null;
    next = Timeline.NEVER;
    for (int k = 0; k < waiting.size(); k++) {
      long end = waiting.get(k).endOnCore;
      if (due == null && end <= now) {
        due = waiting.remove(k--);
      } else {
        next = Math.min(next, end);
      }
    }
    return due;
  }

  /** Adds what the future of the transfers depends on. */
  void describe(TimelineState state, Core[] cores, long requests) {
    Arrays.stream(free).forEach(state::time);
    state.value(waiting.size());
    for (Transfer transfer : waiting) {
      state.time(transfer.endOnCore);
      Channel.describe(transfer, state, cores, requests);
    }
  }
}
