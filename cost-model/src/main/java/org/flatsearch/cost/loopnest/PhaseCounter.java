package org.flatsearch.cost.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Stage;

/**
 * Counts {@link PhaseFigures} of one stage, for each kind of shared tile: the loads of a phase and
 * the first of them, the work step by step, and what lies between steps because a tensor has one
 * slot. No figure falls when one of a tile's rises: what depends on how a stage's own loops end is
 * counted with {@link TileFigures#least}.
 */
final class PhaseCounter {
  private static final int ROW = Dimension.ROW.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final LoopProducts loops;
  private final StageMoves moves;
  private final int column;
  private final int reduction;
  private final PhaseTiles tiles;
  private final PhaseTensor input;
  private final PhaseTensor weight;
  private final PhaseTensor output;
  private final PhaseOutputs outputs;
  private final PhaseSteps steps;
  private final QueueCounter ahead;

  /** What the array works on of a tile of the weight once all of it has arrived. */
  private final double lastPiece;

  /** The part of a phase's work that its first step can have at most. */
  private double firstStep;

  PhaseCounter(
      Figures figures,
      Dealing dealing,
      Stage stage,
      ArrayWork array,
      LoopProducts loops,
      StageMoves moves) {
    this.figures = figures;
    this.dealing = dealing;
    this.loops = loops;
    this.moves = moves;
    boolean isLogit = stage == Stage.LOGIT;
    column = (isLogit ? Dimension.KEY : Dimension.VALUE_DIM).ordinal();
    reduction = stage.reduction().ordinal();
    tiles = new PhaseTiles(array, loops, column, reduction);
    input = new PhaseTensor(figures, tiles, ROW, reduction);
    weight = new PhaseTensor(figures, tiles, column, reduction);
    output = new PhaseTensor(figures, tiles, ROW, column);
    outputs = new PhaseOutputs(figures, loops, tiles, output, isLogit, column, reduction);
    steps = new PhaseSteps(figures, array, loops, moves, tiles, column, reduction);
    ahead = new QueueCounter(figures, isLogit, tiles, input, weight, output, steps);
    lastPiece = isLogit ? figures.inversePieces : 1;
  }

  /**
   * Counts a stage whose moves are known.
   *
   * @param statisticsMove whether running statistics leave with the output and come back
   */
  void count(
      LoopNest nest, TileFigures[] ofDimensions, boolean statisticsMove, PhaseFigures phases) {
    phases.counted = true;
    SharedTiles shared = phases.shared;
    shared.set(nest, ofDimensions, figures.extent, dealing);
    input.set(moves.input, moves.slotsOfInput(), nest.inside[moves.inputTensor]);
    weight.set(moves.weight, moves.slotsOfWeight(), nest.inside[moves.weightTensor]);
    output.set(moves.output, moves.slotsOfOutput(), nest.inside[moves.outputTensor]);
    phases.inputLoops = input.loops(loops);
    phases.slotsOfInput = input.slotsIfMoved();
    phases.weightLoops = weight.loops(loops);
    phases.slotsOfWeight = weight.slotsIfMoved();
    outputs.begin(phases, statisticsMove);
    if (ordersLoads(ofDimensions)) {
      ahead.begin(phases, statisticsMove);
    } else {
      phases.queued.clear();
    }
    firstStep = 1;
    multiplyFirstStep(ROW, ofDimensions);
    multiplyFirstStep(column, ofDimensions);
    multiplyFirstStep(reduction, ofDimensions);
    int kind = shared.ragged;
    countKind(kind, phases);
    while (kind != 0) {
      kind = kind - 1 & shared.ragged;
      countKind(kind, phases);
    }
  }

  /**
   * Whether the loads follow each other in the same order for all tile sizes that the figures are
   * minima of: they have as many tiles as each other, or more than any slots.
   */
  private boolean ordersLoads(TileFigures[] ofDimensions) {
    return isCertain(ROW, ofDimensions)
        && isCertain(column, ofDimensions)
        && isCertain(reduction, ofDimensions);
  }

  private boolean isCertain(int dimension, TileFigures[] ofDimensions) {
    TileFigures tile = ofDimensions[dimension];
    return tiles.isShared(dimension)
        || tile.inverse == tile.leastInverse
        || tile.trips > Residency.MAX_SLOTS;
  }

  private void multiplyFirstStep(int dimension, TileFigures[] ofDimensions) {
    if (!tiles.isShared(dimension)) {
      TileFigures tile = ofDimensions[dimension];
      firstStep *= Math.max(tile.share, tile.workShare);
    }
  }

  private void countKind(int kind, PhaseFigures phases) {
    tiles.kind = kind;
    tiles.instances = phases.shared.instances(kind);
    int at = PhaseFigures.of(kind);
    double[] cycles = phases.cycles;
    tiles.evenWork = tiles.arrayWork();
    if (steps.matter()) {
      steps.count();
      tiles.evenWork = Math.max(tiles.evenWork, steps.evenWork);
    }
    double queue = 0;
    double loads = 0;
    if (input.isMoved()) {
      load(cycles, PhaseFigures.INPUT + at, input);
      queue = queue(input, 1);
      loads = input.exposed(figures.readCyclesPerWord, 1);
    }
    if (weight.isMoved()) {
      load(cycles, PhaseFigures.WEIGHT + at, weight);
      queue = Math.max(queue, queue(weight, lastPiece));
      loads += weight.exposed(figures.readCyclesPerWord, lastPiece);
      if (lastPiece < 1) {
        countAfterKeys(cycles, at);
      }
    }
    cycles[PhaseFigures.QUEUE + at] = queue;
    outputs.count(phases);
    cycles[PhaseFigures.BETWEEN + at] = between(loads, 0);
    cycles[PhaseFigures.LAST_BETWEEN + at] = between(loads, outputs.divisions);
    countWork(cycles, at);
    ahead.count(phases, at);
  }

  private void countWork(double[] cycles, int at) {
    double first = tiles.work();
    double later = first;
    if (steps.matter()) {
      boolean continuesSums = tiles.isShared(reduction);
      first = Math.max(first, steps.work);
      later = continuesSums ? Math.max(later, steps.laterWork) : first;
      cycles[PhaseFigures.STREAMS + at] = steps.streams;
      cycles[PhaseFigures.LATER_STREAMS + at] = continuesSums ? steps.laterStreams : steps.streams;
    }
    cycles[PhaseFigures.WORK + at] = first;
    cycles[PhaseFigures.LATER_WORK + at] = later + outputs.laterReloads;
  }

  /**
   * Counts what follows the arrival of K, if that comes in pieces; else no work begins before. The
   * first step of a phase that loads K has the last piece of its array work to do when the first
   * tile of K has arrived, but its streams may be over; all other steps follow.
   */
  private void countAfterKeys(double[] cycles, int at) {
    double arrayWork = tiles.arrayWork();
    double done = firstStep * (1 - lastPiece);
    cycles[PhaseFigures.AFTER_KEYS + at] =
        Math.max(arrayWork * (1 - done), tiles.evenWork * (1 - firstStep));
    double ofInput = input.isMoved() ? queueAfterKeys(input, arrayWork, done, 1) : 0;
    cycles[PhaseFigures.QUEUE_AFTER_KEYS + at] =
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
    double work =
        Math.max(arrayWork * Math.max(0, before - done), tiles.evenWork * (before - firstStep));
    return queue(tensor, work, piece);
  }

  private void load(double[] cycles, int at, PhaseTensor tensor) {
    cycles[at] = tensor.first(figures.readCyclesPerWord);
    cycles[at + 1] = tensor.all(figures.readCyclesPerWord);
  }

  /** What comes between two steps at least: stores and loads of tiles with one slot. */
  private double between(double loads, double divisions) {
    double stores = outputs.stores;
    return outputs.reloads
        + (figures.dramShared
            ? stores + Math.max(loads, divisions)
            : Math.max(stores + divisions, loads));
  }

  /**
   * From the beginning of a phase to the end of its last load: the work on all tiles but as many as
   * there are slots comes before, with one slot also all other loads but the first.
   *
   * @param piece what of the work on a tile comes after its load at least
   */
  private double queue(PhaseTensor tensor, double piece) {
    if (!tensor.exceedsSlots()) {
      return 0;
    }
    return queue(tensor, tensor.beforeSlots(tiles.evenWork, tensor.firstWork()), piece);
  }

  private double queue(PhaseTensor tensor, double work, double piece) {
    double perWord = figures.readCyclesPerWord;
    double cycles = work + tensor.last(perWord);
    double all = tensor.slots == 1 ? work * piece + tensor.exposed(perWord, 1) : 0;
    return Math.max(cycles, all);
  }
}
