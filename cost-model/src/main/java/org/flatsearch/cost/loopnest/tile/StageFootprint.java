package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;

/**
 * The bytes that one stage holds in the buffer and in registers, by tensor: slots times tile for
 * each buffered tensor, two array tiles for each streamed one. A tile covers one tile of the loops
 * outside its residency and the full extent of those inside. {@link NestFootprint} has the sum.
 */
public final class StageFootprint {
  public static final int ARRAY_TILES = 2;
  public static final int STATISTICS_A_ROW = 2;
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int LOGITS = Tensor.LOGITS.ordinal();

  private final Figures figures;
  private final boolean isLogit;
  private final int input;
  private final int weight;
  private final int output;
  private final Side rows;
  private final Side columns;
  private final Side reductions;
  private final int[][] sides;

  /** Bytes of Q, or of logits that come back from DRAM; 0 if logits stay on chip. */
  public long inputBytes;

  /** Bytes of K or V. */
  public long weightBytes;

  /** Bytes of the logits or of O. */
  public long outputBytes;

  /** Bytes of the running statistics of an online softmax. */
  public long statisticsBytes;

  /** Bytes of Q or O in registers. */
  public long registerBytes;

  /** Logits in registers, in one slot. */
  public long logitsInRegisters;

  /** Creates the footprint of {@code stage}. */
  public StageFootprint(Figures figures, Stage stage) {
    this.figures = figures;
    isLogit = stage == Stage.LOGIT;
    input = stage.input(false).ordinal();
    weight = stage.weight().ordinal();
    output = stage.output(false).ordinal();
    rows = new Side(figures, Dimension.ROW);
    columns = new Side(figures, stage.column());
    reductions = new Side(figures, stage.reduction());
    sides = sides(figures, stage);
  }

  /**
   * How much the array takes of each dimension in one pass: one of its sides, or a stream without
   * limit. Indexed by twice the ordinal of the stationarity, plus one if the array is transposed,
   * and by ordinal of the dimension.
   */
  static int[][] sides(Figures figures, Stage stage) {
    int[][] sides = new int[2 * Stationarity.values().length][Dimension.values().length];
    for (Stationarity stationarity : Stationarity.values()) {
      for (int transposed = 0; transposed < 2; transposed++) {
        int[] side = sides[2 * stationarity.ordinal() + transposed];
        int onX = transposed == 0 ? figures.rows : figures.columns;
        int onY = transposed == 0 ? figures.columns : figures.rows;
        side[stationarity.x(stage).ordinal()] = onX;
        side[stationarity.y(stage).ordinal()] = onY;
        side[Dimension.ROW.ordinal()] *= figures.arrays;
        side[stationarity.z(stage).ordinal()] = Integer.MAX_VALUE;
      }
    }
    return sides;
  }

  /**
   * Measures the stage of {@code nest}.
   *
   * @param tile tile sizes by ordinal of the dimension; those in {@code nest} are ignored
   * @param hasPartialSums whether the output is summed in more than one array pass
   * @param returnsToRows whether there are several tiles of keys, so that all rows come up again
   *     where keys run outside rows
   * @param boundsOthers whether this also bounds nests of other tiles, which may have partial sums
   *     where these have none; then the output takes the smaller of both sizes
   */
  public void measure(
      LoopNest nest,
      int[] tile,
      boolean hasPartialSums,
      boolean returnsToRows,
      boolean boundsOthers) {
    LoopNest.StageNest loops = isLogit ? nest.logit : nest.attend;
    int[] side = sides[2 * loops.stationarity.ordinal() + (loops.transposed ? 1 : 0)];
    rows.set(loops, tile, side);
    columns.set(loops, tile, side);
    reductions.set(loops, tile, side);
    int instances = tile[INSTANCE];
    int[] half = figures.halfBytes;
    registerBytes = 0;
    logitsInRegisters = 0;
    boolean hasInput = isLogit || !nest.fused;
    inputBytes = hasInput ? bytes(rows, reductions, nest, input, instances, half[input]) : 0;
    weightBytes =
        isLogit || !nest.hasValuesInKeys()
            ? bytes(columns, reductions, nest, weight, instances, half[weight])
            : 0;
    int ofOutput = isLogit && nest.fused ? LOGITS : output;
    int ofElement = hasPartialSums ? figures.halfBytesOfSums[ofOutput] : half[ofOutput];
    if (boundsOthers) {
      ofElement = Math.min(ofElement, figures.halfBytesOfSums[ofOutput]);
    }
    outputBytes = bytes(rows, columns, nest, ofOutput, instances, ofElement);
    boolean hasStatistics = !isLogit && nest.form.shares(Dimension.KEY);
    statisticsBytes =
        hasStatistics
            ? (long) STATISTICS_A_ROW
                * figures.accumulatorBytes
                * instances
                * statisticsRows(nest.inside[output], returnsToRows)
            : 0;
  }

  /**
   * Rows whose running maximum and sum are held. Where keys run outside rows, these are the rows of
   * the output tile, unless O is held outside the row loop: then all rows stay open until the last
   * tile of keys, and need their statistics.
   */
  private int statisticsRows(int insideOfOutput, boolean returnsToRows) {
    boolean allRows =
        returnsToRows && reductions.position < rows.position && insideOfOutput < rows.position;
    return allRows ? rows.extent : rows.tile;
  }

  /**
   * Bytes in the buffer of a tensor that instances and two other dimensions index; what is in
   * registers is added to {@link #registerBytes} instead.
   *
   * @param halfBytes of an element that is held in the buffer
   */
  private long bytes(
      Side one, Side other, LoopNest nest, int tensor, int instances, int halfBytes) {
    int inside = nest.inside[tensor];
    if (inside == LoopNest.AT_ARRAY) {
      return ARRAY_TILES
          * whole((long) one.atArray() * other.atArray() * figures.halfBytes[tensor]);
    }
    long elements = (long) instances * one.heldInside(inside) * other.heldInside(inside);
    int slots = nest.slots[tensor];
    if (nest.place[tensor] == Residency.Place.REGISTERS) {
      if (tensor == LOGITS) {
        logitsInRegisters = elements;
      } else {
        registerBytes += slots * whole(elements * figures.halfBytesInRegisters[tensor]);
      }
      return 0;
    }
    return slots * whole(elements * halfBytes);
  }

  /** Whole bytes for so many half bytes. */
  public static long whole(long halfBytes) {
    return halfBytes + 1 >> 1;
  }

  /** A dimension of the stage: its extent, its tile, and the position of its loop. */
  private static final class Side {
    private final int dimension;
    private final int extent;
    private int tile;
    private int position;
    private int side;

    private Side(Figures figures, Dimension dimension) {
      this.dimension = dimension.ordinal();
      extent = figures.extent[this.dimension];
    }

    private void set(LoopNest.StageNest loops, int[] tiles, int[] sides) {
      tile = tiles[dimension];
      position = loops.position(dimension);
      side = sides[dimension];
    }

    /** Elements of a tile held inside the loop at position {@code inside}. */
    private int heldInside(int inside) {
      return inside < position ? extent : tile;
    }

    /** Elements of an array tile. */
    private int atArray() {
      return Math.min(tile, side);
    }
  }
}
