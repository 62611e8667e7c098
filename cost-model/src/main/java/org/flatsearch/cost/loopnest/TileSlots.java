package org.flatsearch.cost.loopnest;

/**
 * When there is a slot for the next tile of a tensor, phase by phase, at least: cycles. Tile n
 * takes the slot of tile n − s.
 *
 * <p>A tile that changes between phases only is left when the last phase of its stage has ended. Of
 * one that changes within phases, the first of a phase takes the slot of one of the phase before,
 * or if that has fewer tiles than slots, of the last one before that.
 */
final class TileSlots {
  /** When the tile before the one at hand was left, or the last one of the phase before. */
  private double last;

  /** When the tile before that was left. */
  private double earlier;

  /** Whether the tile has changed since this was reset. */
  boolean changes;

  void reset(double time) {
    last = time;
    earlier = time;
    changes = false;
  }

  /**
   * The next tile comes; says when there is a slot for it.
   *
   * @param slots {@link PhaseFigures#NO_LIMIT} if there always is
   * @param changesInside whether the tile changes within phases
   * @param left when the tile at hand is left
   */
  double take(int slots, boolean changesInside, double left) {
    double free = Double.NEGATIVE_INFINITY;
    if (slots == 1) {
      free = left;
    } else if (slots == 2 || changesInside) {
      free = last;
    } else if (slots == 3) {
      free = earlier;
    }
    earlier = last;
    last = left;
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
  }
}
