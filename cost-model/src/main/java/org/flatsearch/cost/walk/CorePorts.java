package org.flatsearch.cost.walk;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What each core can draw from DRAM and shared buffer, as the requests that it may have under way
 * are limited: its transfers pass one after another, in the order in which their channels began
 * them. A transfer that has left its channel waits here until it has passed.
 */
final class CorePorts {
  /** When all transfers of a core that have begun will have passed. */
  private final long[] free;

  /**
   * A transfer that has left its channel.
   *
   * @param order how many had left before it
   */
  private record Left(Transfer transfer, long order) {
    long end() {
      return transfer.endOnCore;
    }
  }

  /** The next to end first; of those that end together, the one that left its channel first. */
  private final PriorityQueue<Left> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Left::end).thenComparingLong(Left::order));

  private long left;

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
  void add(Transfer transfer) {
    waiting.add(new Left(transfer.copy(), left++));
  }

  /** When the first of those that wait ends; never if none waits. */
  long nextEvent() {
    return waiting.isEmpty() ? Timeline.NEVER : waiting.peek().end();
  }

  /** Takes a transfer that is due; null if there is none. */
  Transfer endAt(long now) {
    return nextEvent() > now ? null : waiting.remove().transfer();
  }

  /** Adds what the future of the transfers depends on. */
  void describe(TimelineState state, Core[] cores, long requests) {
    Arrays.stream(free).forEach(state::time);
    state.value(waiting.size());
    waiting.stream()
        .sorted(waiting.comparator())
        .forEach(
            each -> {
              state.time(each.end());
              Channel.describe(each.transfer(), state, cores, requests);
            });
  }
}
