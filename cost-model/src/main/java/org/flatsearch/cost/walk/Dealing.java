package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;

/**
 * Which core works on which tiles. The tiles of instances × rows, as far as the outermost shared
 * loops run over them, are dealt in contiguous blocks; the first cores get one tile more where the
 * number does not divide. A core without a tile idles.
 *
 * @param loops how many of the outermost loops are dealt: 2 if the shared loops begin with
 *     (instance, row), else 1
 * @param rowTiles iterations of the dealt row loop, or 1
 * @param tiles tiles to deal
 * @param cores cores of the accelerator
 */
record Dealing(int loops, int rowTiles, long tiles, int cores) {

  static Dealing of(Tiling tiling, int cores) {
    SharedLoops form = tiling.nest().form;
    boolean rows = form == SharedLoops.INSTANCE_ROW || form == SharedLoops.INSTANCE_ROW_KEY;
    int rowTiles = rows ? tiling.count(Stage.LOGIT, Dimension.ROW.ordinal()) : 1;
    long instanceTiles = tiling.count(Stage.LOGIT, Dimension.INSTANCE.ordinal());
    return new Dealing(rows ? 2 : 1, rowTiles, instanceTiles * rowTiles, cores);
  }

  /** The number of the first tile of {@code core}'s block. */
  long first(int core) {
    return core * (tiles / cores) + Math.min(core, tiles % cores);
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

  /** How many dealt tiles that many iterations of the loop over {@code dimension} have. */
  long roundsOf(int dimension, int iterations) {
    if (dimension == Dimension.INSTANCE.ordinal()) {
      return (long) iterations * rowTiles;
    }
    return loops == 2 && dimension == Dimension.ROW.ordinal() ? iterations : 0;
  }

  /** Sets the indices of the dealt loops to those of {@code core}'s tile number {@code round}. */
  void locate(int core, long round, int[] index) {
    long tile = first(core) + round;
    index[Dimension.INSTANCE.ordinal()] = (int) (tile / rowTiles);
    if (loops == 2) {
      index[Dimension.ROW.ordinal()] = (int) (tile % rowTiles);
    }
  }
}
