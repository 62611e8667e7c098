package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Stage;

/**
 * Which core works on which tiles. The tiles of instances × rows, or of instances alone where rows
 * are not the second shared loop, are dealt in contiguous blocks; the first cores get one tile more
 * if the number does not divide evenly. A core without a tile idles.
 *
 * @param loops how many of the outermost loops are dealt: 2 if the shared loops begin with
 *     (instance, row), else 1
 * @param rowTiles iterations of the dealt row loop, or 1
 * @param tiles tiles to deal
 * @param raggedTiles how many tiles at the end have fewer instances than the others
 * @param cores cores of the accelerator
 * @param alike whether the tiles of a core's block, apart from its first, its last and ragged ones,
 *     differ in nothing that affects time, so that it does not matter at which of them an instance
 *     begins
 */
record Dealing(int loops, int rowTiles, long tiles, long raggedTiles, int cores, boolean alike) {

  /**
   * @param multicast whether cores share what they load, so that it matters which instances they
   *     work on
   */
  static Dealing of(StepShape shape, int cores, boolean multicast) {
    Tiling tiling = shape.tiling();
    boolean rows = tiling.nest().form.dealsRows();
    int rowTiles = rows ? tiling.count(Stage.LOGIT, Tiling.P) : 1;
    long instanceTiles = tiling.count(Stage.LOGIT, Tiling.I);
    boolean ragged = tiling.extent(Tiling.I) % tiling.nest().logit.tile[Tiling.I] != 0;
    boolean alike = rowTiles == 1 || shape.hasRowTilesAlike();
    return new Dealing(
        rows ? 2 : 1,
        rowTiles,
        instanceTiles * rowTiles,
        ragged ? rowTiles : 0,
        cores,
        alike && !(multicast && cores > 1));
  }

  /** The number of the first tile of {@code core}'s block. */
  long first(int core) {
    return core * (tiles / cores) + Math.min(core, tiles % cores);
  }

  /** The first busy core whose block begins with tile number {@code tile} or later. */
  int firstFrom(long tile) {
    int low = 0;
    int high = busyCores();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (first(middle) < tile) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many tiles {@code core} works on. */
  long size(int core) {
    return tiles / cores + (core < tiles % cores ? 1 : 0);
  }

  /** How many tiles the busiest core works on. */
  long rounds() {
    return size(0);
  }

  /** How many cores have work. */
  int busyCores() {
    return (int) Math.min(cores, tiles);
  }

  /**
   * How many dealt tiles one iteration of the loop over {@code dimension} has; 0 if it is not
   * dealt.
   */
  long roundsOf(int dimension) {
    if (dimension == Tiling.I) {
      return rowTiles;
    }
    return dimension == WatchedLoop.ROUNDS || (loops == 2 && dimension == Tiling.P) ? 1 : 0;
  }

  /** The last round of {@code core} that is neither its last nor ragged. */
  long lastAlike(int core) {
    return Math.min(size(core) - 2, tiles - raggedTiles - 1 - first(core));
  }

  /**
   * How many of {@code core}'s tiles from number {@code round} on have the extents of that one and
   * follow tiles of the same extents in the same way: those up to the last of the innermost dealt
   * loop, but neither its first nor its last.
   */
  long alikeFrom(int core, long round) {
    long count = rowTiles > 1 ? rowTiles : tiles;
    long index = (first(core) + round) % count;
    boolean isWithin = round > 0 && index > 0 && index < count - 1;
    return isWithin ? Math.min(count - 1 - index, size(core) - round) : 1;
  }

  /** Sets the indices of the dealt loops to those of {@code core}'s tile number {@code round}. */
  void locate(int core, long round, int[] index) {
    long tile = first(core) + round;
    index[Tiling.I] = (int) (tile / rowTiles);
    if (loops == 2) {
      index[Tiling.P] = (int) (tile % rowTiles);
    }
  }
}
