package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;

/**
 * The bytes that both stages of a {@linkplain LoopNest#isPlain plain} nest hold in the buffer: the
 * sum of what {@code StageCounter} counts. Specialized for speed.
 *
 * <p>Most nests that a search draws at random do not fit; for these, this and decoding take all the
 * time. So it reads nothing but sizes of tiles, uses tables instead of branches that could not be
 * predicted, and keeps what it looks up in local variables: in objects, the same takes a third
 * longer.
 */
public final class NestFootprint {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();
  private static final int QUERY_DIM = Dimension.QUERY_DIM.ordinal();
  private static final int VALUE_DIM = Dimension.VALUE_DIM.ordinal();
  private static final int Q = Tensor.Q.ordinal();
  private static final int K = Tensor.K.ordinal();
  private static final int V = Tensor.V.ordinal();
  private static final int O = Tensor.O.ordinal();
  private static final int LOGITS = Tensor.LOGITS.ordinal();
  private static final int LOGITS_OUT = Tensor.LOGITS_OUT.ordinal();
  private static final int LOGITS_IN = Tensor.LOGITS_IN.ordinal();

  /** Array tiles in the buffer of a tensor that streams past it: one in use, one on its way. */
  public static final int ARRAY_TILES = 2;

  /** Statistics of a row of online softmax: a running maximum and a running sum. */
  public static final int STATISTICS_A_ROW = 2;

  private static final int DIMENSIONS = Dimension.values().length;

  /**
   * The position of each loop, two bits per dimension, by ordinals of the second and the third
   * loop: instances are outermost, and the remaining dimension is innermost.
   */
  private static final int[] POSITIONS = newPositions();

  private final int[] halfBytes;
  private final int[] halfBytesOfSums;
  private final int accumulatorBytes;
  private final int rows;
  private final int keys;
  private final int queryDims;
  private final int valueDims;

  /** How much of each dimension the array takes, by mapping ({@link #sides}), as one array. */
  private final int[] logitSides;

  private final int[] attendSides;

  /** Creates the footprint of nests on one accelerator. */
  public NestFootprint(Figures figures) {
    halfBytes = figures.halfBytes;
    halfBytesOfSums = figures.halfBytesOfSums;
    accumulatorBytes = figures.accumulatorBytes;
    rows = figures.extent[ROW];
    keys = figures.extent[KEY];
    queryDims = figures.extent[QUERY_DIM];
    valueDims = figures.extent[VALUE_DIM];
    logitSides = sides(figures, Stage.LOGIT);
    attendSides = sides(figures, Stage.ATTEND);
  }

  private static int[] newPositions() {
    int[] all = new int[DIMENSIONS * DIMENSIONS];
    for (int second = 0; second < DIMENSIONS; second++) {
      for (int third = 0; third < DIMENSIONS; third++) {
        for (int dimension = 0; dimension < DIMENSIONS; dimension++) {
          int own = dimension == second ? 1 : dimension == third ? 2 : 3;
          int position = dimension == INSTANCE ? 0 : own;
          all[second * DIMENSIONS + third] |= position << 2 * dimension;
        }
      }
    }
    return all;
  }

  /**
   * How much the array takes of each dimension in one pass: one of its sides, or a stream without
   * limit. Indexed by twice the ordinal of the stationarity, plus one if the array is transposed,
   * and by ordinal of the dimension.
   */
  private static int[][] newSides(Figures figures, Stage stage) {
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

  private static int[] sides(Figures figures, Stage stage) {
    int[][] byMapping = newSides(figures, stage);
    int[] sides = new int[byMapping.length * DIMENSIONS];
    for (int mapping = 0; mapping < byMapping.length; mapping++) {
      System.arraycopy(byMapping[mapping], 0, sides, mapping * DIMENSIONS, DIMENSIONS);
    }
    return sides;
  }

  /** Bytes of all tensors of both stages of {@code nest}. */
  public long bytes(LoopNest nest) {
    return logit(nest) + attend(nest);
  }

  private long logit(LoopNest nest) {
    LoopNest.StageNest loops = nest.logit;
    int[] tile = loops.tile;
    int[] inside = nest.inside;
    int[] slots = nest.slots;
    int positions = positions(loops);
    int sides = sides(loops);
    int atRow = position(positions, ROW);
    int atKey = position(positions, KEY);
    int atDim = position(positions, QUERY_DIM);
    int rowSide = logitSides[sides + ROW];
    int keySide = logitSides[sides + KEY];
    int dimSide = logitSides[sides + QUERY_DIM];
    int rowTile = tile[ROW];
    int keyTile = tile[KEY];
    int dimTile = tile[QUERY_DIM];
    int instances = tile[INSTANCE];
    int out = nest.fused ? LOGITS : LOGITS_OUT;
    boolean hasPartialSums = Math.min(dimTile, dimSide) < queryDims;
    int outputBytes = hasPartialSums ? halfBytesOfSums[out] : halfBytes[out];
    return bytes(
            inside[Q],
            slots[Q],
            instances,
            halfBytes[Q],
            halfBytes[Q],
            atRow,
            rows,
            rowTile,
            rowSide,
            atDim,
            queryDims,
            dimTile,
            dimSide)
        + bytes(
            inside[K],
            slots[K],
            instances,
            halfBytes[K],
            halfBytes[K],
            atKey,
            keys,
            keyTile,
            keySide,
            atDim,
            queryDims,
            dimTile,
            dimSide)
        + bytes(
            inside[out],
            slots[out],
            instances,
            outputBytes,
            halfBytes[out],
            atRow,
            rows,
            rowTile,
            rowSide,
            atKey,
            keys,
            keyTile,
            keySide);
  }

  private long attend(LoopNest nest) {
    LoopNest.StageNest loops = nest.attend;
    int[] tile = loops.tile;
    int[] inside = nest.inside;
    int[] slots = nest.slots;
    int positions = positions(loops);
    int sides = sides(loops);
    int atRow = position(positions, ROW);
    int atKey = position(positions, KEY);
    int atDim = position(positions, VALUE_DIM);
    int rowSide = attendSides[sides + ROW];
    int keySide = attendSides[sides + KEY];
    int dimSide = attendSides[sides + VALUE_DIM];
    int rowTile = tile[ROW];
    int keyTile = tile[KEY];
    int dimTile = tile[VALUE_DIM];
    int instances = tile[INSTANCE];
    boolean hasPartialSums = Math.min(keyTile, keySide) < keys;
    int outputBytes = hasPartialSums ? halfBytesOfSums[O] : halfBytes[O];
    long logits =
        nest.fused
            ? 0
            : bytes(
                inside[LOGITS_IN],
                slots[LOGITS_IN],
                instances,
                halfBytes[LOGITS_IN],
                halfBytes[LOGITS_IN],
                atRow,
                rows,
                rowTile,
                rowSide,
                atKey,
                keys,
                keyTile,
                keySide);
    boolean allRows = keyTile < keys && atKey < atRow && inside[O] < atRow;
    long statistics =
        nest.form.shares(Dimension.KEY)
            ? (long) STATISTICS_A_ROW * accumulatorBytes * instances * (allRows ? rows : rowTile)
            : 0;
    return logits
        + statistics
        + bytes(
            inside[V],
            slots[V],
            instances,
            halfBytes[V],
            halfBytes[V],
            atDim,
            valueDims,
            dimTile,
            dimSide,
            atKey,
            keys,
            keyTile,
            keySide)
        + bytes(
            inside[O],
            slots[O],
            instances,
            outputBytes,
            halfBytes[O],
            atRow,
            rows,
            rowTile,
            rowSide,
            atDim,
            valueDims,
            dimTile,
            dimSide);
  }

  private static int positions(LoopNest.StageNest loops) {
    return POSITIONS[loops.order[1] * DIMENSIONS + loops.order[2]];
  }

  private static int position(int positions, int dimension) {
    return positions >> 2 * dimension & 3;
  }

  private static int sides(LoopNest.StageNest loops) {
    return (2 * loops.stationarity.ordinal() + (loops.transposed ? 1 : 0)) * DIMENSIONS;
  }

  /**
   * Bytes of a tensor that instances and two other dimensions index.
   *
   * @param inside the position of the loop inside which it is held
   * @param position the position of the loop over the first of them
   * @param side how much of the first of them the array takes
   */
  private long bytes(
      int inside,
      int slots,
      int instances,
      int halfBytes,
      int streamedHalfBytes,
      int position,
      int extent,
      int tile,
      int side,
      int otherPosition,
      int otherExtent,
      int otherTile,
      int otherSide) {
    if (inside == LoopNest.AT_ARRAY) {
      return ARRAY_TILES
          * whole((long) Math.min(tile, side) * Math.min(otherTile, otherSide) * streamedHalfBytes);
    }
    return slots
        * whole(
            (long) instances
                * (inside < position ? extent : tile)
                * (inside < otherPosition ? otherExtent : otherTile)
                * halfBytes);
  }

  /** Whole bytes for so many half bytes. */
  public static long whole(long halfBytes) {
    return halfBytes + 1 >> 1;
  }
}
