package org.flatsearch.cost.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;

/**
 * The bytes that one stage holds in the buffer: slots times tile of each buffered tensor, two array
 * tiles of each streamed one. A tile covers one tile of the loops around its residency and the full
 * extent of those inside.
 *
 * <p>It asks for sizes of tiles and nothing else, so that a nest that does not fit is known before
 * anything of it is counted.
 */
final class StageFootprint {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();
  private static final int LOGITS = Tensor.LOGITS.ordinal();
  private static final int STATISTICS_A_ROW = 2;
  private static final int ARRAY_TILES = 2;

  private final Figures figures;
  private final boolean isLogit;
  private final int input;
  private final int weight;
  private final int output;
  private final int column;
  private final int reduction;
  private final int[][] sides;
  private final int[] position = new int[Dimension.values().length];

  /** Of Q, or of logits that come back from DRAM; 0 if those stay on chip. */
  long inputBytes;

  /** Of K or V. */
  long weightBytes;

  /** Of the logits or of O. */
  long outputBytes;

  /** Of the running statistics of an online softmax. */
  long statisticsBytes;

  StageFootprint(Figures figures, Stage stage) {
    this.figures = figures;
    isLogit = stage == Stage.LOGIT;
    input = (isLogit ? Tensor.Q : Tensor.LOGITS_IN).ordinal();
    weight = (isLogit ? Tensor.K : Tensor.V).ordinal();
    output = (isLogit ? Tensor.LOGITS_OUT : Tensor.O).ordinal();
    column = (isLogit ? Dimension.KEY : Dimension.VALUE_DIM).ordinal();
    reduction = stage.reduction().ordinal();
    sides = sides(figures, stage);
  }

  /** Bytes of all tensors of the stage. */
  long bytes() {
    return inputBytes + weightBytes + outputBytes + statisticsBytes;
  }

  /**
   * Measures the stage of {@code nest}.
   *
   * @param tile tile sizes by ordinal of the dimension; those in {@code nest} are not looked at
   * @param hasPartialSums whether the output is summed up in more than one array pass
   */
  void measure(LoopNest nest, int[] tile, boolean hasPartialSums) {
    LoopNest.StageNest loops = isLogit ? nest.logit : nest.attend;
    for (int k = 0; k < LoopNest.LOOPS; k++) {
      position[loops.order[k]] = k;
    }
    int[] side = sides(loops);
    int[] inside = nest.inside;
    int[] slots = nest.slots;
    long word = figures.wordBytes;
    long sum = hasPartialSums ? figures.accumulatorBytes : word;
    inputBytes = 0;
    if (isLogit || !nest.fused) {
      inputBytes =
          word
              * (inside[input] == LoopNest.AT_ARRAY
                  ? arrayTiles(tile, side, ROW, reduction)
                  : slots[input] * held(tile, ROW, reduction, inside[input]));
    }
    weightBytes =
        word
            * (inside[weight] == LoopNest.AT_ARRAY
                ? arrayTiles(tile, side, column, reduction)
                : slots[weight] * held(tile, column, reduction, inside[weight]));
    if (isLogit && nest.fused) {
      outputBytes = sum * slots[LOGITS] * held(tile, ROW, column, nest.form.count() - 1);
    } else if (inside[output] == LoopNest.AT_ARRAY) {
      outputBytes = word * arrayTiles(tile, side, ROW, column);
    } else {
      outputBytes = sum * slots[output] * held(tile, ROW, column, inside[output]);
    }
    statisticsBytes = 0;
    if (!isLogit && nest.form.shares(Dimension.KEY)) {
      statisticsBytes =
          STATISTICS_A_ROW
              * statisticsRows(tile, inside[output])
              * tile[INSTANCE]
              * (long) figures.accumulatorBytes;
    }
  }

  /**
   * Rows whose running maximum and sum are held: those of the output tile where keys run outside
   * rows. The document's 2·t_i·t_p would lose the statistics of the other rows where O is held
   * outside the row loop.
   */
  private long statisticsRows(int[] tile, int insideOfOutput) {
    boolean allRows = position[KEY] < position[ROW] && insideOfOutput < position[ROW];
    return allRows ? figures.extent[ROW] : tile[ROW];
  }

  /** Words of a tile of two dimensions held inside the loop at position {@code inside}. */
  private long held(int[] tile, int one, int other, int inside) {
    return extentHeld(tile, one, inside) * extentHeld(tile, other, inside) * tile[INSTANCE];
  }

  private long extentHeld(int[] tile, int dimension, int inside) {
    return position[dimension] <= inside ? tile[dimension] : figures.extent[dimension];
  }

  /** Words of two array tiles. */
  private static long arrayTiles(int[] tile, int[] side, int one, int other) {
    return (long) ARRAY_TILES * Math.min(tile[one], side[one]) * Math.min(tile[other], side[other]);
  }

  /** What the array takes of each dimension in one pass, by ordinal: a side of it, or a stream. */
  private int[] sides(LoopNest.StageNest loops) {
    return sides[2 * loops.stationarity.ordinal() + (loops.transposed ? 1 : 0)];
  }

  private static int[][] sides(Figures figures, Stage stage) {
    int[][] sides = new int[2 * Stationarity.values().length][Dimension.values().length];
    for (Stationarity stationarity : Stationarity.values()) {
      for (int transposed = 0; transposed < 2; transposed++) {
        int[] side = sides[2 * stationarity.ordinal() + transposed];
        int onX = transposed == 0 ? figures.rows : figures.columns;
        int onY = transposed == 0 ? figures.columns : figures.rows;
        side[stationarity.x(stage).ordinal()] = onX;
        side[stationarity.y(stage).ordinal()] = onY;
        side[stationarity.z(stage).ordinal()] = Integer.MAX_VALUE;
      }
    }
    return sides;
  }

  /** Whether tiles of these sizes sum an output up in more than one array pass. */
  boolean sumsUp(LoopNest.StageNest loops, int[] tile) {
    return Math.min(tile[reduction], sides(loops)[reduction]) < figures.extent[reduction];
  }
}
