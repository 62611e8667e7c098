package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.schedule.Stage;

/**
 * Everything that the future of a timeline depends on, at one tick: times relative to that tick,
 * numbers relative to one another, and apart from these the places in the loops, as tile indices.
 *
 * <p>If two states differ in nothing but the index of one loop, and nothing that happens between
 * them or later is at the first or last tile of that loop, then what happened between them happens
 * again.
 */
final class TimelineState {
  private final long now;
  private long[] values = new long[128];
  private int valueCount;

  /** Places: which loop, at which tile, and how many tiles it may go on. */
  private int[] loops = new int[64];

  private long[] tiles = new long[64];
  private long[] left = new long[64];
  private int placeCount;

  TimelineState(long now) {
    this.now = now;
  }

  /** The tick of this state. */
  long now() {
    return now;
  }

  /** Adds a relative time or number. */
  void value(long value) {
    if (valueCount == values.length) {
      values = Arrays.copyOf(values, 2 * valueCount);
    }
    values[valueCount++] = value;
  }

  void value(boolean value) {
    value(value ? 1 : 0);
  }

  /** Adds a time that may be over: then it does not matter when it was. */
  void time(long tick) {
    value(tick == Timeline.NEVER ? -1 : Math.max(0, tick - now));
  }

  /**
   * Adds a place.
   *
   * @param dimension of the loop, or {@link WatchedLoop#ROUNDS}
   * @param tile where in the loop
   * @param iterationsLeft how many tiles further on still come before the last
   */
  void place(Stage stage, int dimension, long tile, long iterationsLeft) {
    if (placeCount == loops.length) {
      loops = Arrays.copyOf(loops, 2 * placeCount);
      tiles = Arrays.copyOf(tiles, 2 * placeCount);
      left = Arrays.copyOf(left, 2 * placeCount);
    }
    loops[placeCount] = loop(stage, dimension);
    tiles[placeCount] = tile;
    left[placeCount++] = iterationsLeft;
  }

  private static int loop(Stage stage, int dimension) {
    return stage.ordinal() * (WatchedLoop.ROUNDS + 1) + dimension;
  }

  /** Whether {@code earlier} begins with all of this but the places. */
  boolean beginsAs(TimelineState earlier) {
    return valueCount <= earlier.valueCount
        && Arrays.equals(values, 0, valueCount, earlier.values, 0, valueCount);
  }

  /** Whether all but the places is the same in {@code earlier}. */
  boolean hasValuesOf(TimelineState earlier) {
    return Arrays.equals(values, 0, valueCount, earlier.values, 0, earlier.valueCount);
  }

  /**
   * By how many iterations of {@code loop} the places of this state are further than those that
   * {@code earlier} begins with, all other loops being at the same place; 0 if that is not so.
   */
  long iterationsSince(TimelineState earlier, WatchedLoop loop) {
    if (placeCount > earlier.placeCount) {
      return 0;
    }
    long iterations = 0;
    for (int k = 0; k < placeCount; k++) {
      long difference = tiles[k] - earlier.tiles[k];
      if (loops[k] != earlier.loops[k]) {
        return 0;
      }
      if (!isIn(loop, k)) {
        if (difference != 0) {
          return 0;
        }
      } else if (difference <= 0 || (iterations != 0 && difference != iterations)) {
        return 0;
      } else {
        iterations = difference;
      }
    }
    return iterations;
  }

  /** The least tile of {@code loop} that any place is at. */
  long leastTile(WatchedLoop loop) {
    long least = Long.MAX_VALUE;
    for (int k = 0; k < placeCount; k++) {
      if (isIn(loop, k)) {
        least = Math.min(least, tiles[k]);
      }
    }
    return least;
  }

  /** How many iterations of {@code loop} can be skipped before any place comes to its end. */
  long iterationsLeft(WatchedLoop loop) {
    long least = Long.MAX_VALUE;
    for (int k = 0; k < placeCount; k++) {
      if (isIn(loop, k)) {
        least = Math.min(least, left[k]);
      }
    }
    return least;
  }

  private boolean isIn(WatchedLoop loop, int place) {
    for (Stage stage : loop.stages()) {
      if (loops[place] == loop(stage, loop.dimension())) {
        return true;
      }
    }
    return false;
  }
}
