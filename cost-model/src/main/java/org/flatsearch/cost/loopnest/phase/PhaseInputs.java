package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.StageMoves;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;

/**
 * Counts what the inputs of one stage cost on one kind of shared tile: their loads, when the last
 * of them has ended, and those that the array waits for between two steps. With s slots the last
 * tile of a phase waits until the one s places before it has been used.
 */
final class PhaseInputs {
  private static final int ROW = Dimension.ROW.ordinal();

  private final Figures figures;
  private final StageMoves moves;
  private final PhaseTiles tiles;
  private final boolean isLogit;
  private final PhaseTensor input;
  private final PhaseTensor weight;

  /** What the array works on of a tile of the weight once all of it has arrived. */
  final double lastPiece;

  /** The part of a phase's work that its first step can have at most. */
  private double firstStep;

  /** Loads between two steps of a phase: cycles. */
  double loads;

  PhaseInputs(Figures figures, StageMoves moves, PhaseTiles tiles, StageTensors tensors) {
    this.figures = figures;
    this.moves = moves;
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
   * Counts the kind that {@code tiles} are of.
   *
   * @param at where its figures are
   */
  void count(double[] cycles, int at) {
    loads = 0;
    cycles[PhaseCycles.QUEUE + at] = 0;
    boolean inputWaits = input.hasOneSlot() || !isLogit && input.queuesBehind(weight);
    if (input.isMoved()) {
      load(cycles, PhaseCycles.INPUT + at, input);
      cycles[PhaseCycles.QUEUE + at] = queue(input, 1);
      loads = inputWaits ? input.betweenSteps(figures.readCyclesPerWord, 1) : 0;
    }
    if (weight.isMoved()) {
      load(cycles, PhaseCycles.WEIGHT + at, weight);
      int queue = PhaseCycles.QUEUE + at;
      cycles[queue] = Math.max(cycles[queue], queue(weight, lastPiece));
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
   * Counts what follows the arrival of K, if that comes in pieces; else no work begins before. The
   * first step of a phase that loads K has the last piece of its array work to do when the first
   * tile of K has arrived, but its streams may be over; all other steps follow.
   */
  private void countAfterKeys(double[] cycles, int at) {
    double arrayWork = tiles.arrayWork();
    double done = firstStep * (1 - lastPiece);
    cycles[PhaseCycles.AFTER_KEYS + at] =
        Math.max(arrayWork * (1 - done), tiles.evenWork * (1 - firstStep));
    double ofInput = input.isMoved() ? queueAfterKeys(input, arrayWork, done, 1) : 0;
    cycles[PhaseCycles.QUEUE_AFTER_KEYS + at] =
        Math.max(ofInput, queueAfterKeys(weight, arrayWork, done, lastPiece));
  }

  /**
   * {@link #queue} without what has been done when the first tile of K arrives.
   *
   * @param done the part of {@code arrayWork}
   */
  private double queueAfterKeys(PhaseTensor tensor, double arrayWork, double done, double piece) {
    if (!tensor.exceedsSlots()) {
      return 0;
    }
    double before = 1 - tensor.slots * tensor.moves.evenShare;
    double ofArray = arrayWork * Math.max(0, before - done);
    double work = Math.max(ofArray, tiles.evenWork * (before - firstStep));
    return queue(tensor, work, piece * (endsBeforeKeys(piece) ? ofArray : work));
  }

  /**
   * From the beginning of a phase to the end of its last load: the work on all tiles but as many as
   * there are slots comes before, with one slot also all other loads but the first. Of a step that
   * begins with a piece of K, streams on the channel of the stores may be over before all of K is
   * there.
   *
   * @param piece what of the work on a tile comes after its load at least
   */
  private double queue(PhaseTensor tensor, double piece) {
    if (!tensor.exceedsSlots()) {
      return 0;
    }
    double first = tensor.firstWork();
    double work = tensor.beforeSlots(tiles.evenWork, first);
    double ofArray = endsBeforeKeys(piece) ? tensor.beforeSlots(tiles.arrayWork(), first) : work;
    return queue(tensor, work, piece * ofArray);
  }

  private boolean endsBeforeKeys(double piece) {
    return piece < 1 && !moves.outputIsHeld && !figures.dramShared;
  }

  private double queue(PhaseTensor tensor, double work, double afterLoads) {
    double perWord = figures.readCyclesPerWord;
    double cycles = work + tensor.last(perWord);
    double all = tensor.slots == 1 ? afterLoads + tensor.exposed(perWord, 1) : 0;
    return Math.max(cycles, all);
  }
}
