package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
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
 *
 * <p>Where a mask leaves out some tiles of rows × keys, or steps cut them, a sum over live tiles
 * needs their number by size; the stage's own dimension, which no mask cuts, is a factor.
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
  private static final int KEY = Dimension.KEY.ordinal();

  /** The rows of a stage's matrix product; add a part to this to find its figure. */
  public static final int P = 0;

  /** The columns of the matrix product. */
  public static final int C = PARTS;

  /** The reduction of the matrix product. */
  public static final int R = 2 * PARTS;

  private final Figures figures;
  private final Dealing dealing;
  private final Stage stage;
  private final boolean isLogit;
  private final int column;
  private final int reduction;
  private final int own;
  private TileSums sums;
  private boolean areUnlike;
  private int onRows;
  private int streams;

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

  /** Words of output that it reads to continue sums. */
  public long outputReads;

  // Where tiles are unlike, the same words of the core with most work.
  public double inputOfCore;
  public double weightOfCore;
  public double writesOfCore;
  public double readsOfCore;

  /** Cycles of the passes along the stage's own dimension for one pass along the others. */
  private double cyclesOfRepeat;

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
    this.stage = stage;
    own = stage.own().ordinal();
    isLogit = stage == Stage.LOGIT;
    column = stage.column().ordinal();
    reduction = stage.reduction().ordinal();
  }

  /**
   * Counts the whole stage.
   *
   * @param areUnlike whether tiles of rows × keys differ by more than their size
   */
  public void count(
      LoopNest.StageNest loops, TileFigures[] tiles, TileSums sums, boolean areUnlike) {
    this.sums = sums;
    this.areUnlike = areUnlike;
    Dimension onX = loops.stationarity.x(stage);
    Dimension onY = loops.stationarity.y(stage);
    onRows = (loops.transposed ? onY : onX).ordinal();
    streams = loops.stationarity.z(stage).ordinal();
    count(loops, tiles);
    if (areUnlike) {
      countUnlike(tiles);
    }
  }

  private void count(LoopNest.StageNest loops, TileFigures[] tiles) {
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
    outputReads = outputWrites - words(ROW, column);
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

  /** Replaces the counts of all tiles by sums over live ones. */
  private void countUnlike(TileFigures[] tiles) {
    TileFigures ofOwn = tiles[own];
    long extent = figures.extent[own];
    long repeats =
        streams == own ? ofOwn.trips : onRows == own ? ofOwn.passesOnRows : ofOwn.passesOnColumns;
    cyclesOfRepeat =
        streams != own ? repeats : isLogit ? ofOwn.streamedInLogit : ofOwn.streamedInAttend;
    TileSums.Run all = sums.byRows;
    // Bounds take the largest tiles; still, each row of a tile has a pass, and so has each key.
    long rowsTimesPasses = Math.max(all.own, (long) sum(all, false, true, false)) * extent;
    int size = reduction == KEY ? sums.keyStep : tiles[reduction].tile;
    firstTileHasPartialSums = passes(reduction, size) > 1;
    hasPartialSums =
        firstTileHasPartialSums
            || tiles[reduction].trips > 1
            || reduction == KEY && sums.keyStep < tiles[KEY].tile;
    inputWords = isLogit ? rowsTimesPasses : all.area * repeats;
    outputWrites = isLogit ? all.area * repeats : rowsTimesPasses;
    outputReads = outputWrites - (isLogit ? all.area : all.own * extent);
    weightWords = Math.max(all.keysOfSteps, (long) sum(all, true, false, false)) * extent;
    cyclesOfCore = sum(sums.ofCore, true, true, true) * cyclesOfRepeat;
    countCore(repeats, extent);
  }

  private void countCore(double repeats, double extent) {
    TileSums.Run mine = sums.ofCore;
    double ofRows = Math.max(mine.own, sum(mine, false, true, false)) * extent;
    double ofLogits = mine.area * repeats;
    inputOfCore = isLogit ? ofRows : ofLogits;
    weightOfCore = sum(mine, true, false, false) * extent;
    writesOfCore = isLogit ? ofLogits : ofRows;
    double once = isLogit ? mine.area : mine.own * extent;
    readsOfCore = sums.isBound ? 0 : Math.max(0, writesOfCore - once);
  }

  /**
   * The array's cycles on a shared tile of the core with most work, where tiles are unlike.
   *
   * @param form says which loops cut it
   */
  public double cycles(TileSums.End end, SharedLoops form) {
    if (form.shares(Dimension.KEY)) {
      if (end.keysOfStep == 0) {
        return 0;
      }
      double passes = figure(ROW, end.rows, true, true) * figure(KEY, end.keysOfStep, true, true);
      return end.instances * passes * cyclesOfRepeat;
    }
    return form.shares(Dimension.ROW)
        ? sum(end.item, true, true, true) * cyclesOfRepeat
        : sum(sums.byRows, true, true, true)
            * cyclesOfRepeat
            * ((double) end.instances / figures.extent[INSTANCE]);
  }

  /**
   * Sums over live tiles the product of a figure of its rows and one of its keys: the passes along
   * them, or their number. Both may be cycles instead of passes.
   */
  private double sum(TileSums.Run run, boolean rowPasses, boolean keyPasses, boolean inCycles) {
    if (sums.isBound) {
      double rows = rowPasses ? least(ROW, sums.rowTile, inCycles) : 1;
      double keys = keyPasses ? least(KEY, sums.keyStep, inCycles) : 1;
      double ofRows = rowPasses ? leastOfFull(ROW, sums.leastRowTile, sums.rowTile, rows) : 1;
      double ofKeys = keyPasses ? leastOfFull(KEY, sums.leastKeyTile, sums.keyTile, keys) : 1;
      // For any f ≤ F and g ≤ G, fg ≥ FG − (F − f)G − F(G − g): f and g are of last tiles.
      double full =
          run.area * ofRows * ofKeys
              - sums.areaOfLastRows * (ofRows - rows) * ofKeys
              - sums.areaOfLastKeys * ofRows * (ofKeys - keys);
      return Math.max(run.area * rows * keys, full * (1 - 1e-12));
    }
    double fullRows = figure(ROW, sums.rowTile, rowPasses, inCycles);
    double lastRows = figure(ROW, sums.lastRows, rowPasses, inCycles);
    double fullKeys = figure(KEY, sums.keyStep, keyPasses, inCycles);
    double lastOfTile = figure(KEY, sums.lastOfTile, keyPasses, inCycles);
    double lastKeys = figure(KEY, sums.lastOfKeys, keyPasses, inCycles);
    long[] bySize = run.bySize;
    return fullRows * (bySize[0] * fullKeys + bySize[1] * lastOfTile + bySize[2] * lastKeys)
        + lastRows * (bySize[3] * fullKeys + bySize[4] * lastOfTile + bySize[5] * lastKeys);
  }

  /** The most elements of a dimension that one pass works on. */
  public long atArray(int dimension, TileFigures[] tiles) {
    int size = dimension == KEY ? sums.stepOf(tiles[KEY]) : tiles[dimension].tile;
    return dimension == streams ? size : Math.min(size, side(dimension));
  }

  private int side(int dimension) {
    int side = dimension == onRows ? figures.rows : figures.columns;
    return dimension == ROW ? side * figures.arrays : side;
  }

  private double figure(int dimension, int size, boolean isPasses, boolean inCycles) {
    if (!isPasses) {
      return size;
    }
    if (inCycles && dimension == streams) {
      ArrayShape array = figures.array(dimension);
      return isLogit ? array.inLogit(size) : array.inAttend(size);
    }
    return passes(dimension, size);
  }

  private int passes(int dimension, int size) {
    ArrayShape array = figures.array(dimension);
    return dimension == streams
        ? 1
        : dimension == onRows ? array.onRows(size) : array.onColumns(size);
  }

  /** The least that a tile of at most {@code size} elements takes for each of them. */
  private double least(int dimension, int size, boolean inCycles) {
    ArrayShape array = figures.array(dimension);
    if (dimension != streams) {
      double side = dimension == onRows ? array.inverseRows() : array.inverseColumns();
      return Math.max(side, 1.0 / size);
    }
    double fill = isLogit ? array.fillLogit() : array.fillAttend();
    return inCycles
        ? Math.max(1.0 / array.streams() + fill / size, array.stationaryLoad() / size)
        : 1.0 / size;
  }

  /**
   * The least that full tiles of at least {@code size} and at most {@code most} elements take for
   * each of them: as many passes as the smallest, at most.
   *
   * @param least the same for tiles that may be smaller
   */
  private double leastOfFull(int dimension, int size, int most, double least) {
    return dimension == streams || size == 0
        ? least
        : Math.max(least, (double) passes(dimension, size) / most);
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
    // The first tile of a reduction reads no partial sums; under a mask it may be the last, too.
    double begun = ofReduction == LEAST && reductionRepeats && !areUnlike ? 0 : 1;
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
