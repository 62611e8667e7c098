package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Tensor;

/**
 * The tiles of each tensor, numbered in the order of their use, in one core's buffer: which have
 * been loaded, and which have left their slots: an input when it has been used for the last time,
 * an output when it has been stored.
 */
final class Slots {
  /** Room for the tiles of a tensor that are in their slots: tile n is at n modulo this. */
  private static final int PLACES = Integer.highestOneBit(Residency.MAX_SLOTS) * 2;

  /** What a tensor takes in {@link #state}: what follows, then when each tile's load ends. */
  private static final int STRIDE = 8;

  /** How many tiles have left, up to the first that has not. */
  private static final int FREED = 0;

  /** A bit mask: bit k is set if the tile k places after that one has left. */
  private static final int AHEAD = 1;

  /** The tile whose load was begun last. */
  private static final int LOADED = 2;

  private static final int ENDS = STRIDE - PLACES;

  /** All of it together, as a walk of many cores waits for memory. */
  private final long[] state = new long[STRIDE * Tensor.values().length];

  Slots() {
    for (int tensor = 0; tensor < state.length; tensor += STRIDE) {
      state[tensor + LOADED] = -1;
    }
  }

  /** How many tiles of a tensor, by its ordinal, have left, up to the first that has not. */
  long freed(int tensor) {
    return state[STRIDE * tensor + FREED];
  }

  /** Tile {@code number} leaves. */
  void free(int tensor, long number) {
    int at = STRIDE * tensor;
    long ahead = state[at + AHEAD] | 1L << number - state[at + FREED];
    int left = Long.numberOfTrailingZeros(~ahead);
    state[at + AHEAD] = ahead >>> left;
    state[at + FREED] += left;
  }

  /** The load of tile {@code number} begins and ends at a tick. */
  void load(int tensor, long number, long end) {
    int at = STRIDE * tensor;
    state[at + LOADED] = number;
    state[at + ENDS + (int) (number & PLACES - 1)] = end;
  }

  /** When the load of tile {@code number}, which is loaded, ends; never if it has not begun. */
  long loadEnd(int tensor, long number) {
    int at = STRIDE * tensor;
    return state[at + LOADED] < number
        ? Timeline.NEVER
        : state[at + ENDS + (int) (number & PLACES - 1)];
  }

  /** Adds what the future depends on, relative to what has left. */
  void describe(TimelineState to, HeldTensor tensor) {
    to.value(state[STRIDE * tensor.id + AHEAD]);
    for (int slot = 0; tensor.mayBeLoaded && slot < tensor.slots; slot++) {
      to.time(loadEnd(tensor.id, freed(tensor.id) + slot));
    }
  }
}
