package org.flatsearch.cost.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * The array work of a part of one stage: all tiles of a dimension, a full one, or the last one.
 *
 * <p>A DRAM tile of extents x, y, z takes ⌈x/X⌉·⌈y/Y⌉ passes of max(z + fill, load) cycles, or as
 * long as the words between the array and the buffers take at the on-chip port. Summed over the
 * tiles of the part, both factor into a figure of each dimension.
 */
final class StageWork {
  /** All tiles of a dimension. */
  static final int ALL = 0;

  /** A full tile. */
  static final int FULL = 1;

  /** What the last tile has at least. */
  static final int LEAST = 2;

  private static final int ROW = Dimension.ROW.ordinal();

  private final Figures figures;
  private final boolean isLogit;
  private final int column;
  private final int reduction;
  private LoopNest.StageNest loops;
  private TileFigures[] tiles;
  private boolean inputBuffered;
  private boolean weightBuffered;
  private boolean outputBuffered;

  StageWork(Figures figures, Stage stage) {
    this.figures = figures;
    isLogit = stage == Stage.LOGIT;
    column = (isLogit ? Dimension.KEY : Dimension.VALUE_DIM).ordinal();
    reduction = stage.reduction().ordinal();
  }

  /** Begins a stage of {@code nest} with {@code tileFigures}. */
  void begin(LoopNest nest, TileFigures[] tileFigures) {
    loops = isLogit ? nest.logit : nest.attend;
    tiles = tileFigures;
    inputBuffered = !isLogit && nest.fused || buffers(nest, isLogit ? Tensor.Q : Tensor.LOGITS_IN);
    weightBuffered = buffers(nest, isLogit ? Tensor.K : Tensor.V);
    outputBuffered = isLogit && nest.fused || buffers(nest, isLogit ? Tensor.LOGITS_OUT : Tensor.O);
  }

  private static boolean buffers(LoopNest nest, Tensor tensor) {
    return nest.inside[tensor.ordinal()] != LoopNest.AT_ARRAY;
  }

  /**
   * Cycles of the part of one instance that {@code ofRows}, {@code ofColumns} and {@code
   * ofReduction} choose, each {@link #ALL}, {@link #FULL} or {@link #LEAST}.
   */
  double cycles(int ofRows, int ofColumns, int ofReduction) {
    TileFigures p = tiles[ROW];
    TileFigures c = tiles[column];
    TileFigures r = tiles[reduction];
    boolean xOnRows = !loops.transposed;
    double inputs = elements(ROW, ofRows) * elements(reduction, ofReduction);
    double weights = elements(column, ofColumns) * elements(reduction, ofReduction);
    double outputs = elements(ROW, ofRows) * elements(column, ofColumns);
    double begun = ofReduction == LEAST && r.trips > 1 ? 0 : outputs;
    double array;
    switch (loops.stationarity) {
      case OUTPUT -> {
        double passesP = passes(p, xOnRows, ofRows);
        double passesC = passes(c, !xOnRows, ofColumns);
        array = passesP * passesC * streamed(r, ofReduction);
        inputs *= passesC;
        weights *= passesP;
        outputs *= trips(r, ofReduction);
      }
      case WEIGHT -> {
        double passesR = passes(r, xOnRows, ofReduction);
        double passesC = passes(c, !xOnRows, ofColumns);
        array = passesR * passesC * streamed(p, ofRows);
        inputs *= passesC;
        weights *= trips(p, ofRows);
        outputs *= passesR;
      }
      default -> {
        boolean reductionOnRows = isLogit == xOnRows;
        double passesR = passes(r, reductionOnRows, ofReduction);
        double passesP = passes(p, !reductionOnRows, ofRows);
        array = passesR * passesP * streamed(c, ofColumns);
        inputs *= trips(c, ofColumns);
        weights *= passesP;
        outputs *= passesR;
      }
    }
    double words =
        (inputBuffered ? inputs : 0)
            + (weightBuffered ? weights : 0)
            + (outputBuffered ? 2 * outputs - begun : 0);
    return Math.max(array, words * figures.portCyclesPerWord);
  }

  private double elements(int dimension, int part) {
    TileFigures tile = tiles[dimension];
    return part == ALL ? figures.extent[dimension] : part == FULL ? tile.tile : tile.least;
  }

  private static double trips(TileFigures tile, int part) {
    return part == ALL ? tile.trips : 1;
  }

  private static double passes(TileFigures tile, boolean onRows, int part) {
    if (onRows) {
      return part == ALL ? tile.passesOnRows : part == FULL ? tile.fullOnRows : tile.leastOnRows;
    }
    return part == ALL
        ? tile.passesOnColumns
        : part == FULL ? tile.fullOnColumns : tile.leastOnColumns;
  }

  private double streamed(TileFigures tile, int part) {
    if (isLogit) {
      return part == ALL
          ? tile.streamedInLogit
          : part == FULL ? tile.fullInLogit : tile.leastInLogit;
    }
    return part == ALL
        ? tile.streamedInAttend
        : part == FULL ? tile.fullInAttend : tile.leastInAttend;
  }
}
