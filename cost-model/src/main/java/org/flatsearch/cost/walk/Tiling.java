package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * The tiles of a loop nest on the extents of a workload: dimension d is cut into tiles of t_d
 * elements, the last of which may be ragged.
 *
 * <p>A tile is named by the indices of its loops, in an array by ordinal of {@link Dimension}.
 */
final class Tiling {
  static final int I = Dimension.INSTANCE.ordinal();
  static final int P = Dimension.ROW.ordinal();
  static final int M = Dimension.KEY.ordinal();
  static final int E = Dimension.QUERY_DIM.ordinal();
  static final int F = Dimension.VALUE_DIM.ordinal();

  private static final Dimension[] DIMENSIONS = Dimension.values();

  private final LoopNest nest;
  private final int[] extents;

  /** Iterations of each loop, by ordinals of stage and dimension. */
  private final int[][] counts;

  /**
   * @param nest a legal nest; it must not change while this object is in use
   * @param extents elements by ordinal of {@link Dimension}
   */
  Tiling(LoopNest nest, int[] extents) {
    this.nest = nest;
    this.extents = extents;
    counts = new int[Stage.values().length][extents.length];
    for (Stage stage : Stage.values()) {
      for (Dimension dimension : stage.dimensions()) {
        int d = dimension.ordinal();
        counts[stage.ordinal()][d] = Extents.tiles(extents[d], nest.stage(stage).tile[d]);
      }
    }
  }

  LoopNest nest() {
    return nest;
  }

  /** All elements of {@code dimension}. */
  int extent(int dimension) {
    return extents[dimension];
  }

  /** Iterations of the loop of {@code stage} over {@code dimension}. */
  int count(Stage stage, int dimension) {
    return counts[stage.ordinal()][dimension];
  }

  /** Elements of the tile number {@code index}; the last tile may have fewer than the others. */
  int extent(Stage stage, int dimension, int index) {
    int tile = nest.stage(stage).tile[dimension];
    return Math.min(tile, extents[dimension] - index * tile);
  }

  /** Whether earlier steps have added to the output of the step {@code index}. */
  boolean continuesSums(Stage stage, int[] index) {
    return index[stage.reduction().ordinal()] > 0;
  }

  /** Whether the step {@code index} is the last that adds to its output. */
  boolean completesSums(Stage stage, int[] index) {
    int reduction = stage.reduction().ordinal();
    return index[reduction] == count(stage, reduction) - 1;
  }

  /**
   * Words of the tile of {@code tensor} that is held inside the loop number {@code inside} of
   * {@code stage} at the step {@code index}: one tile of that loop and of the loops around it, the
   * full extent of the loops further in. Statistics are two words a row.
   */
  long heldWords(Tensor tensor, Stage stage, int inside, int[] index) {
    LoopNest.StageNest loops = nest.stage(stage);
    long words = tensor == Tensor.STATISTICS ? 2 : 1;
    for (int position = 0; position < LoopNest.LOOPS; position++) {
      int dimension = loops.order[position];
      if (tensor.isIndexedBy(DIMENSIONS[dimension])) {
        words *=
            position <= inside ? extent(stage, dimension, index[dimension]) : extents[dimension];
      }
    }
    return words;
  }

  /**
   * Runs {@code body} for every iteration of the loops {@code from} (inclusive) to {@code to}
   * (exclusive) of {@code stage}, in the order of the nest, with {@code index} set.
   */
  void forEachTile(Stage stage, int from, int to, int[] index, Runnable body) {
    if (from == to) {
      body.run();
      return;
    }
    int dimension = nest.stage(stage).order[from];
    int count = count(stage, dimension);
    for (int tile = 0; tile < count; tile++) {
      index[dimension] = tile;
      forEachTile(stage, from + 1, to, index, body);
    }
  }
}
