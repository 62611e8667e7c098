package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;

/**
 * What the array does on the live tiles of one stage: what {@link ArrayWork} says of all tiles.
 * Passes and cycles are products of one figure of each dimension, which depends on the size of its
 * tile. So a sum over live tiles needs their number by size; that of the stage's own dimension,
 * which no mask cuts, is a factor.
 */
public final class LiveWork {
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  private final Figures figures;
  private LiveSums live;
  private final Stage stage;
  private final boolean isLogit;
  private final int own;

  /** Words of the row-side input between the array and the buffer, or DRAM if it streams. */
  public long inputWords;

  /** Words of K or V. */
  public long weightWords;

  /** Words of output that the array writes. */
  public long outputWrites;

  /** Words of output that it reads. */
  public long outputReads;

  /** Cycles of the core with most work. */
  public double cyclesOfCore;

  /** Whether the output is summed in more than one pass. */
  public boolean hasPartialSums;

  /** Whether that is so already within a full tile of the reduction. */
  public boolean tileHasPartialSums;

  private int onRows;
  private int streamed;

  /** Creates the work on the live tiles of {@code stage}. */
  public LiveWork(Figures figures, Stage stage) {
    this.figures = figures;
    this.stage = stage;
    isLogit = stage == Stage.LOGIT;
    own = (isLogit ? stage.reduction() : stage.column()).ordinal();
  }

  /** Counts the whole stage. */
  public void count(LoopNest.StageNest loops, LiveSums live, TileFigures[] tiles) {
    this.live = live;
    Dimension onX = loops.stationarity.x(stage);
    Dimension onY = loops.stationarity.y(stage);
    onRows = (loops.transposed ? onY : onX).ordinal();
    streamed = loops.stationarity.z(stage).ordinal();
    TileFigures ofOwn = tiles[own];
    long extent = figures.extent[own];
    long repeats =
        streamed == own ? ofOwn.trips : onRows == own ? ofOwn.passesOnRows : ofOwn.passesOnColumns;
    double cycles =
        streamed != own ? repeats : isLogit ? ofOwn.streamedInLogit : ofOwn.streamedInAttend;
    LiveSums.Run all = live.byRows;
    long rowsTimesPasses = (long) sum(all, false, true, false) * extent;
    int reduction = stage.reduction().ordinal();
    int size = reduction == KEY ? live.keyStep : tiles[reduction].tile;
    tileHasPartialSums = passes(reduction, size) > 1;
    hasPartialSums =
        tileHasPartialSums
            || tiles[reduction].trips > 1
            || reduction == KEY && live.keyStep < tiles[KEY].tile;
    inputWords = isLogit ? rowsTimesPasses : all.area * repeats;
    outputWrites = isLogit ? all.area * repeats : rowsTimesPasses;
    outputReads = outputWrites - (isLogit ? all.area : all.own * extent);
    weightWords = (long) sum(all, true, false, false) * extent;
    cyclesOfCore = sum(live.ofCore, true, true, true) * cycles;
  }

  /**
   * Sums over live tiles the product of a figure of its rows and one of its keys: the passes along
   * them, or their number. Both may be cycles instead of passes.
   */
  private double sum(LiveSums.Run run, boolean rowPasses, boolean keyPasses, boolean inCycles) {
    if (!live.isExact) {
      return run.area
          * (rowPasses ? least(ROW, live.rowTile, inCycles) : 1)
          * (keyPasses ? least(KEY, live.keyStep, inCycles) : 1);
    }
    double fullRows = figure(ROW, live.rowTile, rowPasses, inCycles);
    double lastRows = figure(ROW, live.lastRows, rowPasses, inCycles);
    double fullKeys = figure(KEY, live.keyStep, keyPasses, inCycles);
    double lastOfTile = figure(KEY, live.lastOfTile, keyPasses, inCycles);
    double lastKeys = figure(KEY, live.lastOfKeys, keyPasses, inCycles);
    long[] bySize = run.bySize;
    return fullRows * (bySize[0] * fullKeys + bySize[1] * lastOfTile + bySize[2] * lastKeys)
        + lastRows * (bySize[3] * fullKeys + bySize[4] * lastOfTile + bySize[5] * lastKeys);
  }

  /** The most elements of a dimension that one pass works on. */
  public long atArray(int dimension, TileFigures[] tiles) {
    int size = dimension == KEY ? live.stepOf(tiles[KEY]) : tiles[dimension].tile;
    return dimension == streamed ? size : Math.min(size, side(dimension));
  }

  private int side(int dimension) {
    int side = dimension == onRows ? figures.rows : figures.columns;
    return dimension == ROW ? side * figures.arrays : side;
  }

  private double figure(int dimension, int size, boolean isPasses, boolean inCycles) {
    if (!isPasses) {
      return size;
    }
    return inCycles && dimension == streamed ? cycles(dimension, size) : passes(dimension, size);
  }

  private double cycles(int dimension, int size) {
    ArrayShape array = figures.array(dimension);
    return isLogit ? array.inLogit(size) : array.inAttend(size);
  }

  private int passes(int dimension, int size) {
    ArrayShape array = figures.array(dimension);
    return dimension == streamed
        ? 1
        : dimension == onRows ? array.onRows(size) : array.onColumns(size);
  }

  /** The least that a tile of at most {@code size} elements takes for each of them. */
  private double least(int dimension, int size, boolean inCycles) {
    ArrayShape array = figures.array(dimension);
    if (dimension != streamed) {
      double side = dimension == onRows ? array.inverseRows() : array.inverseColumns();
      return Math.max(side, 1.0 / size);
    }
    double fill = isLogit ? array.fillLogit() : array.fillAttend();
    return inCycles
        ? Math.max(1.0 / array.streams() + fill / size, array.stationaryLoad() / size)
        : 1.0 / size;
  }
}
