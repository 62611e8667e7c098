package org.flatsearch.cost.walk;

import java.util.Arrays;

/**
 * Everything that the future of a timeline depends on, at one tick: times relative to that tick,
 * numbers relative to one another, and separately the places of the cursors in their loops.
 *
 * <p>If two states differ in nothing but the index of one loop, and nothing that happens between
 * them or later is at the first or last tile of that loop, then what happened between them happens
 * again.
 */
final class TimelineState {
  private long now;
  private long[] values = new long[256];
  private int valueCount;
  private int compared;

  /** The index of each loop by cursor; cursors of the stages alternate. */
  private long[] places = new long[64];

  private int placeCount;

  /** Loops of a cursor. */
  private int loops = 1;

  /** Begins the description of a timeline at the tick {@code now}. */
  void begin(long now) {
    this.now = now;
    valueCount = 0;
    placeCount = 0;
    compared = 0;
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

  /** Adds where a cursor is. */
  void place(StageCursor cursor) {
    if (placeCount + TiledStage.MOST_LOOPS > places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    loops = cursor.stage.loops;
    for (int loop = 0; loop < loops; loop++) {
      places[placeCount++] = cursor.place(loop);
    }
  }

  /**
   * Whether {@code earlier} begins with the values of this state, as far as it has not been asked
   * before; places are not compared.
   */
  boolean beginsAs(TimelineState earlier) {
    int from = compared;
    compared = valueCount;
    return valueCount <= earlier.valueCount
        && Arrays.equals(values, from, valueCount, earlier.values, from, valueCount);
  }

  /** Whether this state, of which the values begin as in {@code earlier}, repeats that. */
  boolean repeats(TimelineState earlier, WatchedLoop loop) {
    return beginsAs(earlier)
        && valueCount == earlier.valueCount
        && iterationsSince(earlier, loop) > 0;
  }

  /**
   * By how many iterations of {@code loop} all its places are further on than in {@code earlier},
   * where none was at the first; 0 if they do not agree, or if a place in another loop differs.
   * Only as many places are compared as this state has.
   */
  long iterationsSince(TimelineState earlier, WatchedLoop loop) {
    if (placeCount > earlier.placeCount) {
      return 0;
    }
    long iterations = 0;
    for (int k = 0; k < placeCount; k++) {
      int cursor = k / loops;
      long difference = places[k] - earlier.places[k];
      if (k % loops != loop.position() || !loop.isOf(cursor % 2)) {
        if (difference != 0) {
          return 0;
        }
      } else if (difference <= 0
          || earlier.places[k] < 1
          || (iterations != 0 && difference != iterations)) {
        return 0;
      } else {
        iterations = difference;
      }
    }
    return iterations;
  }
}
