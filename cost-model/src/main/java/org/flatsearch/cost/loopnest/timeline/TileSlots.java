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

  void reset(double time) {
    last = time;
  }

  /**
   * The next tile comes; says when there is a slot for it, if that is known: of three slots it is
   * not, where the tile changes between phases only.
   *
   * @param slots {@code PhaseFigures.NO_LIMIT} if there always is
   * @param changesInside whether the tile changes within phases
   * @param left when the tile at hand is left
   */
  double take(int slots, boolean changesInside, double left) {
    double before = last;
    last = Math.max(last, left);
    if (slots == 1) {
      return last;
    }
    return slots == 2 || changesInside ? before : Double.NEGATIVE_INFINITY;
  }
}
