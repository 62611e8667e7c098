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
  static final int INSTANCE_LOOP = 0;
  static final int ROW_LOOP = 1;

  /**
   * @param held the buffered tensors by stage
   * @param multicast whether cores share what they load, so that it matters which instances they
   *     work on
   */
  static Dealing of(TiledNest nest, HeldTensors[] held, int cores, boolean multicast) {
    boolean rows = nest.nest.form.dealsRows();
    TiledStage logit = nest.stage(Stage.LOGIT);
    int rowTiles = rows ? logit.count[ROW_LOOP] : 1;
    int instanceTiles = logit.count[INSTANCE_LOOP];
    boolean alike = rowTiles == 1 || (!logit.isRagged(ROW_LOOP) && hasRowTilesAlike(held));
    return new Dealing(
        rows ? 2 : 1,
        rowTiles,
        (long) instanceTiles * rowTiles,
        logit.isRagged(INSTANCE_LOOP) ? rowTiles : 0,
        cores,
        alike && !(multicast && cores > 1));
  }

  /** Whether each held tile is replaced at a new tile of rows and at a new instance alike. */
  private static boolean hasRowTilesAlike(HeldTensors[] held) {
    for (HeldTensors ofStage : held) {
      for (HeldTensor tensor : ofStage.all) {
        if (!tensor.isNamedByRows && !tensor.changesWithinRound(2)) {
          return false;
        }
      }
    }
    return true;
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

  /** The last round of {@code core} that is neither its last nor ragged. */
  long lastAlike(int core) {
    return Math.min(size(core) - 2, tiles - raggedTiles - 1 - first(core));
  }

  /** Sets the indices of the dealt loops to those of {@code core}'s tile number {@code round}. */
  void locate(int core, long round, int[] index) {
    long tile = first(core) + round;
    index[INSTANCE_LOOP] = (int) (tile / rowTiles);
    if (loops == 2) {
      index[ROW_LOOP] = (int) (tile % rowTiles);
    }
  }
}
