package org.flatsearch.cost.walk;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.flatsearch.schedule.Tensor;

/**
 * Which tiles of each tensor have left their slots in one core's buffer: an input when it has been
 * used for the last time, an output when it has been stored.
 */
final class Slots {
  private final long[] freed = new long[Tensor.values().length];
  private final Map<Tensor, SortedSet<Long>> freedAheadOfOthers = new EnumMap<>(Tensor.class);

  Slots() {
    for (Tensor tensor : Tensor.values()) {
      freedAheadOfOthers.put(tensor, new TreeSet<>());
    }
  }

  /** How many tiles have left, up to the first that has not. */
  long freed(Tensor tensor) {
    return freed[tensor.ordinal()];
  }

  /** Tile {@code number} leaves. */
  void free(Tensor tensor, long number) {
    SortedSet<Long> ahead = freedAheadOfOthers.get(tensor);
    ahead.add(number);
    while (ahead.remove(freed[tensor.ordinal()])) {
      freed[tensor.ordinal()]++;
    }
  }

  /** Adds what the future depends on, relative to what has left. */
  void describe(TimelineState state) {
    for (Tensor tensor : Tensor.values()) {
      SortedSet<Long> ahead = freedAheadOfOthers.get(tensor);
      state.value(ahead.size());
      for (long number : ahead) {
        state.value(number - freed(tensor));
      }
    }
  }
}
