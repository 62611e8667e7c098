package org.flatsearch.cost.loopnest.timeline;

/**
 * When there is a slot for the next tile of a tensor, phase by phase, at least: cycles. Tile n
 * takes the slot of tile n − s when all up to that one have been left. They need not be left in
 * order: partial sums may have been stored before an earlier output that the lanes still divide.
 * (Were it the slot of tile n − s alone, a tile could wait longer for having one slot more.)
 *
 * <p>A tile that changes between phases only is left when the last phase of its stage has ended. Of
 * one that changes within phases, the first of a phase takes the slot of one of the phase before,
 * or if that has fewer tiles than slots, of the last one before that.
 */
final class TileSlots {
  /**
   * When the tile before the one at hand, or the last one of the phase before, and all before it
   * had been left.
   */
  private double last;

  /** The same of the tile before that. */
  private double earlier;

  // The turns with whose ends that was, or after which; −1 if not known.
  private int lastTurn;
  private int earlierTurn;

  /** The same of the slot that the last tile took. */
  int freeTurn;

  /** Whether the tile has changed since this was reset. */
  boolean changes;

  void reset(double time) {
    last = time;
    earlier = time;
    forgetTurns();
    changes = false;
  }

  /**
   * The next tile comes; says when there is a slot for it.
   *
   * @param slots {@code PhaseFigures.NO_LIMIT} if there always is
   * @param changesInside whether the tile changes within phases
   * @param left when the tile at hand is left
   * @param turn with the end of which turn
   */
  double take(int slots, boolean changesInside, double left, int turn) {
    double free = Double.NEGATIVE_INFINITY;
    double allLeft = Math.max(last, left);
    freeTurn = -1;
    if (slots == 1) {
      free = allLeft;
      freeTurn = turn;
    } else if (slots == 2 || changesInside) {
      free = last;
      freeTurn = lastTurn;
    } else if (slots == 3) {
      free = earlier;
      freeTurn = earlierTurn;
    }
    earlier = last;
    last = allLeft;
    earlierTurn = lastTurn;
    lastTurn = turn;
    changes = true;
    return free;
  }

  /**
   * Lets iterations of a loop go by in which the tile changes. The tile before the one at hand is
   * left at the end of the last but one of them at least, and the one before that an iteration
   * earlier.
   *
   * @param ended when the stage's last phase before them ended
   * @param work the array's work of an iteration: cycles
   */
  void skip(int iterations, double ended, double work) {
    earlier = Math.max(earlier, iterations > 1 ? ended + (iterations - 2) * work : last);
    last = Math.max(last, ended + (iterations - 1) * work);
    forgetTurns();
  }

  private void forgetTurns() {
    lastTurn = -1;
    earlierTurn = -1;
    freeTurn = -1;
  }
}
