package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Tensor;

/**
 * Which tiles of each tensor have left their slots in one core's buffer: an input when it has been
 * used for the last time, an output when it has been stored.
 */
final class Slots {
  private static final int TENSORS = Tensor.values().length;

  private final long[] freed = new long[TENSORS];

  /**
   * By tensor, a bit mask: bit k is set if the tile k places after the first that has not left has
   * left. No tile is further ahead than there are slots.
   */
  private final long[] freedAhead = new long[TENSORS];

  /** How many tiles have left, up to the first that has not. */
  long freed(Tensor tensor) {
    return freed[tensor.ordinal()];
  }

  /** Tile {@code number} leaves. */
  void free(Tensor tensor, long number) {
    int t = tensor.ordinal();
    freedAhead[t] |= 1L << number - freed[t];
    while ((freedAhead[t] & 1) != 0) {
      freedAhead[t] >>>= 1;
      freed[t]++;
    }
  }

  /** Adds what the future depends on, relative to what has left. */
  void describe(TimelineState state) {
    for (long ahead : freedAhead) {
      state.value(ahead);
    }
  }
}
