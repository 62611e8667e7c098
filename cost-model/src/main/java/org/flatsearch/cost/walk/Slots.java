package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Tensor;

/**
 * Which tiles of each tensor have left their slots in one core's buffer: an input when it has been
 * used for the last time, an output when it has been stored.
 */
final class Slots {
  static final int TENSORS = Tensor.values().length;

  private final long[] freed = new long[TENSORS];

  /**
   * By tensor, a bit mask: bit k is set if the tile k places after the first that has not left has
   * left. No tile is further ahead than there are slots.
   */
  private final int[] freedAhead = new int[TENSORS];

  /** How many tiles of a tensor, by its ordinal, have left, up to the first that has not. */
  long freed(int tensor) {
    return freed[tensor];
  }

  /** Tile {@code number} leaves. */
  void free(int tensor, long number) {
    int ahead = freedAhead[tensor] | 1 << (number - freed[tensor]);
    while ((ahead & 1) != 0) {
      ahead >>>= 1;
      freed[tensor]++;
    }
    freedAhead[tensor] = ahead;
  }

  /** Adds what the future depends on, relative to what has left. */
  void describe(TimelineState state) {
    for (int ahead : freedAhead) {
      state.value(ahead);
    }
  }
}
