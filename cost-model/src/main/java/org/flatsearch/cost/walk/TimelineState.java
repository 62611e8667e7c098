package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.schedule.Stage;

/**
 * Everything that the future of a timeline depends on, at one tick: times relative to that tick,
 * numbers relative to one another, and separately the places in the loops, as tile indices.
 *
 * <p>If two states differ in nothing but the index of one loop, and nothing that happens between
 * them or later is at the first or last tile of that loop, then what happened between them happens
 * again.
 */
final class TimelineState {
  private final long now;
  private long[] values = new long[128];
  private int valueCount;

  /** Places: which loop, at which tile, and how many tiles it can go on. */
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

  /** Adds a time; of a time that has passed, it does not matter when it was. */
  void time(long tick) {
    value(tick == Timeline.NEVER ? -1 : Math.max(0, tick - now));
  }

  /**
   * Adds a place.
   *
   * @param dimension of the loop, or {@link WatchedLoop#ROUNDS}
   * @param tile where in the loop
   * @param iterationsLeft how many tiles the loop can go on without coming to the last
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

  /**
   * Whether {@code earlier} begins with the values of this state, which may be incomplete; places
   * are not compared.
   */
  boolean beginsAs(TimelineState earlier) {
    return valueCount <= earlier.valueCount
        && Arrays.equals(values, 0, valueCount, earlier.values, 0, valueCount);
  }

  /** Whether {@code earlier} has the same values; places are not compared. */
  boolean hasValuesOf(TimelineState earlier) {
    return Arrays.equals(values, 0, valueCount, earlier.values, 0, earlier.valueCount);
  }

  /**
   * By how many iterations of {@code loop} all its places are further on than in {@code earlier}; 0
   * if they do not agree, or if a place in another loop differs. Only as many places are compared
   * as this state has.
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
    return least(tiles, loop);
  }

  /** How many iterations of {@code loop} can be skipped before any place comes to its end. */
  long iterationsLeft(WatchedLoop loop) {
    return least(left, loop);
  }

  private long least(long[] byPlace, WatchedLoop loop) {
    long least = Long.MAX_VALUE;
    for (int k = 0; k < placeCount; k++) {
      if (isIn(loop, k)) {
        least = Math.min(least, byPlace[k]);
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
