package org.flatsearch.cost.loopnest.phase;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.schedule.LoopNest;

/**
 * The steps of a phase, if they are few: which of them are at the last tile of a dimension that the
 * stage's own loops cut. So are the tiles of a tensor that begin with them.
 */
final class StepOrder {
  /** Steps at most. */
  static final int MOST = 256;

  // Bits of a part.

  static final int LAST_ROWS = 1;
  static final int LAST_COLUMNS = 2;
  static final int LAST_REDUCTION = 4;

  /** Sums have been begun before. */
  static final int CONTINUES = 8;

  /** Different parts. */
  static final int PARTS = 16;

  /** How many there are; 0 if they are too many, or it is not certain how many. */
  int steps;

  /** By step: its part. */
  final int[] parts = new int[MOST];

  /** The parts that there are, a bit each. */
  int occurring;

  /** By part: how many steps are of it. */
  final int[] counts = new int[PARTS];

  /** The parts that there are if phases before have begun all sums, or may have. */
  int withContinued(boolean mayContinue) {
    return mayContinue ? occurring | (occurring & 0xFF) << CONTINUES : occurring;
  }

  /** There are no steps that are known. */
  void clear() {
    steps = 0;
  }

  /** How many steps a phase has; 0 if they are too many. */
  static int count(LoopProducts loops) {
    long all = loops.trips[loops.trips.length - 1 & ~loops.shared];
    return all <= MOST ? (int) all : 0;
  }

  /**
   * Lists the steps of a stage, which are not too many.
   *
   * @param rows the dimension of the rows of the stage's matrix product
   * @param columns that of its columns
   * @param reduction that of its reduction
   */
  void set(LoopProducts loops, int rows, int columns, int reduction) {
    steps = 1;
    parts[0] = 0;
    occurring = 0;
    Arrays.fill(counts, 0);
    int first = Integer.bitCount(loops.shared);
    for (int position = LoopNest.LOOPS - 1; position >= first; position--) {
      int bit = 1 << position;
      int last =
          bit == loops.bit[rows]
              ? LAST_ROWS
              : bit == loops.bit[columns] ? LAST_COLUMNS : LAST_REDUCTION;
      repeat((int) loops.trips[bit], last, last == LAST_REDUCTION ? CONTINUES : 0);
    }
    for (int step = 0; step < steps; step++) {
      occurring |= 1 << parts[step];
      counts[parts[step]]++;
    }
  }

  /** Goes through the steps so far once for each iteration of a loop around them. */
  private void repeat(int trips, int last, int later) {
    int inside = steps;
    for (int trip = 1; trip < trips; trip++) {
      int more = later | (trip == trips - 1 ? last : 0);
      for (int step = 0; step < inside; step++) {
        parts[steps++] = parts[step] | more;
      }
    }
  }
}
