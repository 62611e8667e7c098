package org.flatsearch.search.space.loopnest;

/**
 * The choices of a class whose own tiles lie in certain ranges.
 *
 * @param stageClass the class
 * @param low by own dimension of the plan, the position of the smallest tile
 * @param high by own dimension of the plan, the position of the largest tile
 */
record StagePart(StageClass stageClass, int[] low, int[] high) {
  /** All choices of a class. */
  static StagePart whole(StageClass stageClass, TileRanges[] own) {
    int[] low = new int[own.length];
    int[] high = new int[own.length];
    for (int k = 0; k < own.length; k++) {
      low[k] = stageClass.tiled[k] ? 0 : own[k].tiled();
      high[k] = stageClass.tiled[k] ? own[k].tiled() - 1 : own[k].tiled();
    }
    return new StagePart(stageClass, low, high);
  }

  /**
   * The own dimension whose tiles differ most, by ratio, because most figures are inverse to the
   * tile size; -1 if all tiles are fixed.
   */
  int widest(TileRanges[] own) {
    int widest = -1;
    double most = 1;
    for (int k = 0; k < own.length; k++) {
      double ratio = own[k].ratio(low[k], high[k]);
      if (ratio > most) {
        most = ratio;
        widest = k;
      }
    }
    return widest;
  }

  /** The choices whose tiles of an own dimension are in the lower half of its range. */
  StagePart lowerHalf(int dimension) {
    int[] below = high.clone();
    below[dimension] = (low[dimension] + high[dimension]) >>> 1;
    return new StagePart(stageClass, low, below);
  }

  /** The choices that {@link #lowerHalf} leaves out. */
  StagePart upperHalf(int dimension) {
    int[] above = low.clone();
    above[dimension] = ((low[dimension] + high[dimension]) >>> 1) + 1;
    return new StagePart(stageClass, above, high);
  }
}
