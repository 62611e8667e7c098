package org.flatsearch.cost.loopnest.phase;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.schedule.LoopNest;

/**
 * The steps of a phase in order, if they are few. The <em>part</em> of a step says in which of the
 * dimensions that the stage's own loops cut it is at the last tile. The tiles of tensors that begin
 * with the step are last in the same dimensions.
 */
final class StepOrder {
  /** The most steps that are listed. */
  static final int MOST = 256;

  // Bits of a part.

  static final int LAST_ROWS = 1;
  static final int LAST_COLUMNS = 2;
  static final int LAST_REDUCTION = 4;

  /** Earlier steps have begun the sums. */
  static final int CONTINUES = 8;

  /** The number of different parts. */
  static final int PARTS = 16;

  /** The number of steps; 0 if there are too many, or if it is not certain how many. */
  int steps;

  /** The part of each step. */
  final int[] parts = new int[MOST];

  /** The set of parts that occur. */
  int occurring;

  /** The number of steps of each part. */
  final int[] counts = new int[PARTS];

  /**
   * The set of parts that occur, including those of phases that continue sums, if there may be any.
   */
  int withContinued(boolean mayContinue) {
    return mayContinue ? occurring | (occurring & 0xFF) << CONTINUES : occurring;
  }

  /** Removes all steps. */
  void clear() {
    steps = 0;
  }

  /** The number of steps of a phase; 0 if there are too many. */
  static int count(LoopProducts loops) {
    long all = loops.trips[loops.trips.length - 1 & ~loops.shared];
    return all <= MOST ? (int) all : 0;
  }

  /**
   * Lists the steps of a stage, which are not too many.
   *
   * @param rows the dimension of the rows of the stage's matrix product
   * @param columns the dimension of its columns
   */
  void set(LoopProducts loops, int rows, int columns) {
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

  /** Repeats the steps so far for each further iteration of a loop around them. */
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
