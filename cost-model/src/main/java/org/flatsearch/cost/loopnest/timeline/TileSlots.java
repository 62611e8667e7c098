package org.flatsearch.cost.loopnest.timeline;

/**
 * When there is a slot for the next tile of a tensor, phase by phase, at least: cycles. Tile n gets
 * a slot when all tiles up to n − s have left. They need not leave in order: partial sums may have
 * been stored before an earlier output that the lanes still divide. (If tile n waited for tile n −
 * s alone, one more slot could make it wait longer.)
 *
 * <p>A tile that changes only between phases leaves when the last phase of its stage has ended. If
 * tiles change within phases, the first of a phase takes the slot of one of the phase before or, if
 * that has fewer tiles than slots, of the last one before that phase.
 */
final class TileSlots {
  /**
   * When the tile before the one at hand, or the last tile of the phase before, and all tiles
   * before it had left.
   */
  private double last;

  void reset(double time) {
    last = time;
  }

  /**
   * Takes a slot for the next tile.
   *
   * @param slots {@code PhaseFigures.NO_LIMIT} if there always is a slot
   * @param changesInside whether the tile changes within phases
   * @param left when the tile at hand leaves
   * @return when there is a slot, if that is known: with three slots it is not, where the tile
   *     changes only between phases
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
