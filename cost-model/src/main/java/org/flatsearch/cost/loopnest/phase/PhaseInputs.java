package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;

/**
 * Counts what the inputs of one stage cost on one kind of shared tile: their loads, and those loads
 * that the array waits for between two steps.
 */
final class PhaseInputs {
  private static final int ROW = Dimension.ROW.ordinal();

  private final Figures figures;
  private final PhaseTiles tiles;
  private final boolean isLogit;
  private final PhaseTensor input;
  private final PhaseTensor weight;

  /** The part of the work on a tile of the weight that remains when all of the tile has arrived. */
  final double lastPiece;

  /** The largest part of a phase's work that its first step can have. */
  private double firstStep;

  /** Loads that the array waits for between two steps of a phase: cycles. */
  double loads;

  PhaseInputs(Figures figures, PhaseTiles tiles, StageTensors tensors) {
    this.figures = figures;
    this.tiles = tiles;
    isLogit = tensors.isLogit();
    input = tensors.input();
    weight = tensors.weight();
    lastPiece = isLogit ? figures.inversePieces : 1;
  }

  /** Begins a stage. */
  void begin(TileFigures[] ofDimensions) {
    firstStep = 1;
    multiplyFirstStep(ROW, ofDimensions);
    multiplyFirstStep(tiles.column, ofDimensions);
    multiplyFirstStep(tiles.reduction, ofDimensions);
  }

  private void multiplyFirstStep(int dimension, TileFigures[] ofDimensions) {
    if (!tiles.isShared(dimension)) {
      firstStep *= ofDimensions[dimension].largerShare();
    }
  }

  /**
   * Counts the kind of shared tile that {@code tiles} describes.
   *
   * @param at where its figures begin
   */
  void count(double[] cycles, int at) {
    loads = 0;
    boolean inputWaits = input.hasOneSlot() || !isLogit && input.queuesBehind(weight);
    if (input.isMoved()) {
      load(cycles, PhaseCycles.INPUT + at, input);
      loads = inputWaits ? input.betweenSteps(figures.readCyclesPerWord, 1) : 0;
    }
    if (weight.isMoved()) {
      load(cycles, PhaseCycles.WEIGHT + at, weight);
      if (lastPiece < 1) {
        countAfterKeys(cycles, at);
      }
      if (weight.hasOneSlot() || isLogit && weight.queuesBehind(input)) {
        loads += weight.betweenSteps(figures.readCyclesPerWord, lastPiece);
      }
    }
  }

  private void load(double[] cycles, int at, PhaseTensor tensor) {
    cycles[at] = tensor.first(figures.readCyclesPerWord);
    cycles[at + 1] = tensor.all(figures.readCyclesPerWord);
  }

  /**
   * Counts what follows the arrival of K, if that comes in pieces; otherwise no work precedes it.
   * When the first tile of K has arrived, the first step of a phase that loads K still has the last
   * piece of its array work to do, although its streams may be over. All other steps follow.
   */
  private void countAfterKeys(double[] cycles, int at) {
    double arrayWork = tiles.arrayWork();
    double done = firstStep * (1 - lastPiece);
    cycles[PhaseCycles.AFTER_KEYS + at] =
        Math.max(arrayWork * (1 - done), tiles.evenWork * (1 - firstStep));
  }
}
