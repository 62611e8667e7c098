package org.flatsearch.cost.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;

/**
 * When the tile of one buffered tensor changes, and how large its tiles are.
 *
 * <p>Let <em>above</em> be the loops outside its residency, without loops of a single iteration,
 * cut after the innermost loop that indexes the tensor. Its tile changes exactly when one of the
 * indexing loops of <em>above</em> advances, and at each such change all deeper indexing loops
 * begin anew. The tiles of a shared tile begin with a full one.
 */
final class TileMoves {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();

  /** How often each word moves. */
  long times;

  /** Tiles moved in all. */
  long moves;

  /** Position of the innermost loop that changes the tile; −1 if none does. */
  int deepest;

  /** How many shared tiles begin with another tile than the one before ended with. */
  long changes;

  /** Whether the tile changes within a shared tile. */
  boolean changesInside;

  /** The most of the words moved within a shared tile that its first tile can have. */
  double share;

  /** The most of all words that one tile can have. */
  double shareOfAll;

  /** Words of the tensor. */
  double words;

  /** Words of the first tile of each shared tile that changes it, summed. */
  double firstWords;

  /** Words of the last tile of each shared tile at least, summed, if the tile changes inside. */
  double leastWords;

  /** Words of the very first tile. */
  double firstTile;

  /** Words of the very last tile at least. */
  double lastTile;

  /**
   * Describes a tensor.
   *
   * @param indexBits which dimensions index it, a bit each
   * @param inside the position of the loop inside which its tile is held
   */
  void of(
      Figures figures,
      TileFigures[] tiles,
      LoopNest.StageNest loops,
      int sharedLoops,
      int indexBits,
      int inside) {
    times = 1;
    moves = 1;
    deepest = -1;
    share = 1;
    words = 1;
    firstTile = 1;
    lastTile = 1;
    long pending = 1;
    long visited = 1;
    double passed = 1;
    double largest = 1;
    shareOfAll = 1;
    double first = 1;
    double least = 1;
    long sharedTimes = 1;
    long phases = 1;
    for (int k = 0; k < LoopNest.LOOPS; k++) {
      int dimension = loops.order[k];
      TileFigures tile = tiles[dimension];
      int n = tile.trips;
      boolean own = k >= sharedLoops;
      boolean indexed = (indexBits >> dimension & 1) != 0;
      if (k == sharedLoops) {
        sharedTimes = times * pending;
        phases = visited;
      }
      if (indexed) {
        int extent = figures.extent[dimension];
        words *= extent;
        if (k > inside) {
          first *= extent;
          least *= extent;
          firstTile *= extent;
          lastTile *= extent;
        } else {
          first *= own ? tile.tile : extent;
          least *= own ? tile.least : extent;
          firstTile *= tile.tile;
          lastTile *= tile.least;
        }
      }
      if (k > inside || n == 1) {
        continue;
      }
      visited *= n;
      if (indexed) {
        times *= pending;
        pending = 1;
        moves = visited;
        deepest = k;
        largest *= tile.share;
        shareOfAll = largest;
        passed *= own ? tile.share : 1;
        share = passed;
      } else {
        pending *= n;
        passed /= own ? n : 1;
        largest /= n;
      }
    }
    changesInside = deepest >= sharedLoops;
    if (changesInside) {
      changes = phases;
      firstWords = first * sharedTimes;
      leastWords = least * sharedTimes;
    } else {
      changes = moves;
      firstWords = words * times;
      leastWords = 0;
    }
  }
}
