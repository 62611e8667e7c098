package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;

/**
 * What the array does for one stage, or for a part of it: all tiles of a dimension, a full one, or
 * the last one.
 *
 * <p>A DRAM tile of extents x, y, z takes ⌈x/X⌉·⌈y/Y⌉ passes of max(z + fill, load) cycles, where X
 * and Y are the sides of the array. Summed over tiles, this is a product of one figure of each
 * dimension: Σ⌈x/X⌉ or Σmax(z + fill, load). So are the words at the array: a tensor moves once for
 * each pass along the dimension that does not index it or, if that dimension streams, once for each
 * of its tiles.
 */
public final class ArrayWork {
  /** All tiles of a dimension. */
  public static final int ALL = 0;

  /** A full tile. */
  public static final int FULL = 1;

  /** The last tile, counted as the smallest that it can be. */
  public static final int LEAST = 2;

  private static final int PARTS = 3;
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();

  /** The rows of a stage's matrix product; add a part to this to find its figure. */
  public static final int P = 0;

  /** The columns of the matrix product. */
  public static final int C = PARTS;

  /** The reduction of the matrix product. */
  public static final int R = 2 * PARTS;

  private final Figures figures;
  private final Dealing dealing;
  private final boolean isLogit;
  private final int column;
  private final int reduction;

  /** Elements, by dimension of the product plus part of it. */
  public final double[] elements = new double[3 * PARTS];

  // In the same places: cycles, and how often words move that the dimension does not index.
  private final double[] cycles = new double[3 * PARTS];
  private final double[] repeats = new double[3 * PARTS];
  private final long[] allRepeats = new long[3 * PARTS];

  /**
   * Words of the row-side input that move between the array and the buffer, or DRAM if it streams.
   */
  public long inputWords;

  /** Words of K or V that move there. */
  public long weightWords;

  /** Words of output that the array writes. */
  public long outputWrites;

  /** Whether the output is summed in more than one pass. */
  public boolean hasPartialSums;

  /** Whether that is so already within the first tile of the reduction. */
  public boolean firstTileHasPartialSums;

  /** Array cycles of the busiest core. */
  public double cyclesOfCore;

  /**
   * The busiest core's share of all rows of all instances. It has this share of all words that rows
   * index, and of the lanes' work.
   */
  public double rowsOfCore;

  /** The busiest core's share of the words of K or V between array and buffer. */
  public double weightsOfCore;

  private double inputPort;
  private double weightPort;
  private double outputPort;
  private boolean reductionRepeats;

  /** Creates the array's work in {@code stage}. */
  public ArrayWork(Figures figures, Dealing dealing, Stage stage) {
    this.figures = figures;
    this.dealing = dealing;
    isLogit = stage == Stage.LOGIT;
    column = stage.column().ordinal();
    reduction = stage.reduction().ordinal();
  }

  /** Counts the whole stage. */
  public void count(LoopNest.StageNest loops, TileFigures[] tiles) {
    TileFigures p = tiles[ROW];
    TileFigures c = tiles[column];
    TileFigures r = tiles[reduction];
    boolean xOnRows = !loops.transposed;
    double last;
    switch (loops.stationarity) {
      case OUTPUT -> {
        onArray(P, p, xOnRows, figures.extent[ROW]);
        onArray(C, c, !xOnRows, figures.extent[column]);
        streamed(R, r, figures.extent[reduction]);
        last = xOnRows ? p.lastOnRows : p.lastOnColumns;
      }
      case WEIGHT -> {
        onArray(R, r, xOnRows, figures.extent[reduction]);
        onArray(C, c, !xOnRows, figures.extent[column]);
        streamed(P, p, figures.extent[ROW]);
        last = isLogit ? p.lastInLogit : p.lastInAttend;
      }
      default -> {
        // Logit (e,p|m), Attend (p,m|f): the reduction is on x in Logit, on y in Attend.
        boolean reductionOnRows = isLogit == xOnRows;
        onArray(R, r, reductionOnRows, figures.extent[reduction]);
        onArray(P, p, !reductionOnRows, figures.extent[ROW]);
        streamed(C, c, figures.extent[column]);
        last = reductionOnRows ? p.lastOnColumns : p.lastOnRows;
      }
    }
    sum(p, last, loops.stationarity == Stationarity.WEIGHT ? 1 : last);
    reductionRepeats = r.trips > 1;
  }

  /**
   * Sums the figures of the whole stage.
   *
   * @param p the tiles of the rows
   * @param last the cycles of the last of them
   * @param lastRepeats how often words that rows do not index move in the last of them
   */
  private void sum(TileFigures p, double last, double lastRepeats) {
    inputWords = words(ROW, reduction) * allRepeats[C];
    weightWords = words(column, reduction) * allRepeats[P];
    outputWrites = words(ROW, column) * allRepeats[R];
    hasPartialSums = allRepeats[R] > 1;
    firstTileHasPartialSums = repeats[R + FULL] > 1;
    int instances = figures.extent[INSTANCE];
    cyclesOfCore = cycles[C] * cycles[R] * dealing.ofCore0(cycles[P + FULL], last, cycles[P]);
    int extent = figures.extent[ROW];
    int lastRows = extent - (p.trips - 1) * p.tile;
    rowsOfCore = dealing.ofCore0(p.tile, lastRows, extent) / ((double) extent * instances);
    weightsOfCore =
        dealing.ofCore0(repeats[P + FULL], lastRepeats, repeats[P]) / (repeats[P] * instances);
  }

  /**
   * Says how many words of the port an element of each tensor takes: 0 if the array does not find
   * it in the buffer.
   */
  public void buffered(double input, double weight, double output) {
    inputPort = input * figures.portCyclesPerWord;
    weightPort = weight * figures.portCyclesPerWord;
    outputPort = output * figures.portCyclesPerWord;
  }

  private void onArray(int of, TileFigures tile, boolean onRows, int extent) {
    if (onRows) {
      allRepeats[of] = tile.passesOnRows;
      repeats[of + FULL] = tile.fullOnRows;
      repeats[of + LEAST] = tile.leastOnRows;
    } else {
      allRepeats[of] = tile.passesOnColumns;
      repeats[of + FULL] = tile.fullOnColumns;
      repeats[of + LEAST] = tile.leastOnColumns;
    }
    repeats[of] = allRepeats[of];
    cycles[of] = allRepeats[of];
    cycles[of + FULL] = repeats[of + FULL];
    cycles[of + LEAST] = repeats[of + LEAST];
    elements(of, tile, extent);
  }

  private void streamed(int of, TileFigures tile, int extent) {
    if (isLogit) {
      cycles[of] = tile.streamedInLogit;
      cycles[of + FULL] = tile.fullInLogit;
      cycles[of + LEAST] = tile.leastInLogit;
    } else {
      cycles[of] = tile.streamedInAttend;
      cycles[of + FULL] = tile.fullInAttend;
      cycles[of + LEAST] = tile.leastInAttend;
    }
    allRepeats[of] = tile.trips;
    repeats[of] = tile.trips;
    repeats[of + FULL] = 1;
    repeats[of + LEAST] = 1;
    elements(of, tile, extent);
  }

  private void elements(int of, TileFigures tile, int extent) {
    elements[of] = extent;
    elements[of + FULL] = tile.tile;
    elements[of + LEAST] = tile.least;
  }

  private long words(int dimension, int other) {
    return (long) figures.extent[INSTANCE] * figures.extent[dimension] * figures.extent[other];
  }

  /**
   * Returns the cycles of a part of one instance, at the array, or at the on-chip port if that
   * takes longer. Each parameter is {@link #ALL}, {@link #FULL} or {@link #LEAST}.
   */
  public double cycles(int ofRows, int ofColumns, int ofReduction) {
    // The first tile of a reduction reads no partial sums.
    double begun = ofReduction == LEAST && reductionRepeats ? 0 : 1;
    double rows = elements[ofRows];
    double columns = elements[C + ofColumns];
    double reductions = elements[R + ofReduction];
    double port =
        rows * reductions * repeats[C + ofColumns] * inputPort
            + columns * reductions * repeats[ofRows] * weightPort
            + rows * columns * (2 * repeats[R + ofReduction] - begun) * outputPort;
    return Math.max(cycles[ofRows] * cycles[C + ofColumns] * cycles[R + ofReduction], port);
  }
}
