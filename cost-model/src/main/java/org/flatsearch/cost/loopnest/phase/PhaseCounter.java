package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.Dealing;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.SharedTiles;
import org.flatsearch.cost.loopnest.tile.StageMoves;
import org.flatsearch.cost.loopnest.tile.TileFigures;
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
public final class PhaseCounter {
  private static final int ROW = Dimension.ROW.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final boolean isLogit;
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
  private final LoadsBehindFirst behindFirst;
  private final StepOrder stepOrder = new StepOrder();
  private final StepTimeline stepTimeline;

  /** What the array works on of a tile of the weight once all of it has arrived. */
  private final double lastPiece;

  /** Whether it is certain how many iterations the stage's own loops have. */
  private boolean inOrder;

  /** The part of a phase's work that its first step can have at most. */
  private double firstStep;

  /** A counter of {@code stage}, of which the others say what the nest at hand is. */
  public PhaseCounter(
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
    isLogit = stage == Stage.LOGIT;
    column = stage.column().ordinal();
    reduction = stage.reduction().ordinal();
    tiles = new PhaseTiles(stage, array, loops);
    StageTensors tensors = StageTensors.of(stage, figures, tiles);
    input = tensors.input();
    weight = tensors.weight();
    output = tensors.output();
    outputs = new PhaseOutputs(figures, loops, tiles, tensors);
    steps = new PhaseSteps(figures, array, loops, moves, tiles);
    behindFirst = new LoadsBehindFirst(figures, tiles, tensors);
    stepTimeline = new StepTimeline(figures, tensors, steps.table, stepOrder);
    LoadsBetweenSteps between = new LoadsBetweenSteps(stepOrder, steps.table, stepTimeline);
    ahead = new QueueCounter(figures, tiles, tensors, steps, between);
    lastPiece = isLogit ? figures.inversePieces : 1;
  }

  /**
   * Counts a stage whose moves are known.
   *
   * @param statisticsMove whether running statistics leave with the output and come back
   * @param ordered whether times may depend on what a choice of fewer slots may shorten
   */
  public void count(
      LoopNest nest,
      TileFigures[] ofDimensions,
      boolean statisticsMove,
      boolean ordered,
      PhaseFigures phases) {
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
    inOrder =
        hasCertainTrips(ROW, ofDimensions)
            && hasCertainTrips(column, ofDimensions)
            && hasCertainTrips(reduction, ofDimensions);
    beginSteps(ordered);
    if (ordersLoads(ofDimensions)) {
      ahead.begin(phases, statisticsMove);
    } else {
      phases.queued.clear();
    }
    behindFirst.begin(ofDimensions);
    firstStep = 1;
    multiplyFirstStep(ROW, ofDimensions);
    multiplyFirstStep(column, ofDimensions);
    multiplyFirstStep(reduction, ofDimensions);
    for (int kind = 0; kind < PhaseFigures.KINDS; kind++) {
      if (phases.has(kind) && !shared.isRare(kind, SharedTiles.HARDLY_ANY)) {
        countKind(kind, phases);
      }
    }
  }

  private void beginSteps(boolean ordered) {
    stepOrder.clear();
    int all = inOrder ? StepOrder.count(loops) : 0;
    stepTimeline.begin(loops, all, reduction, ordered);
    if (all > 0 && (moves.hasStreams() || stepTimeline.matters())) {
      stepOrder.set(loops, ROW, column, reduction);
      stepTimeline.listLoads();
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
    return hasCertainTrips(dimension, ofDimensions)
        || ofDimensions[dimension].trips > Residency.MAX_SLOTS;
  }

  private boolean hasCertainTrips(int dimension, TileFigures[] ofDimensions) {
    TileFigures tile = ofDimensions[dimension];
    return tiles.isShared(dimension) || tile.inverse == tile.leastInverse;
  }

  private void multiplyFirstStep(int dimension, TileFigures[] ofDimensions) {
    if (!tiles.isShared(dimension)) {
      firstStep *= ofDimensions[dimension].largerShare();
    }
  }

  private void countKind(int kind, PhaseFigures phases) {
    tiles.set(kind, phases.shared.instances(kind));
    steps.table.forget();
    int at = PhaseFigures.of(kind);
    double[] cycles = phases.cycles;
    tiles.evenWork = tiles.arrayWork();
    boolean inSteps = stepOrder.steps > 0 && !phases.shared.isRare(kind, SharedTiles.FEW);
    if (steps.matter()) {
      steps.count(inOrder, !inSteps);
      tiles.evenWork = Math.max(tiles.evenWork, steps.evenWork);
    }
    boolean mayContinue = !isLogit && tiles.isShared(reduction);
    if (inSteps) {
      steps.measureAll(stepOrder.withContinued(mayContinue));
      stepTimeline.measure();
    }
    boolean inputWaits = false;
    boolean sumsWait = false;
    double withWholeKeys = 0;
    double queue = 0;
    double loads = 0;
    double perRead = figures.readCyclesPerWord;
    if (input.isMoved()) {
      load(cycles, PhaseFigures.INPUT + at, input);
      queue = queue(input, 1);
      countLast(cycles, PhaseFigures.LAST_INPUT + at, input);
      boolean waits = input.hasOneSlot() || !isLogit && input.queuesBehind(weight);
      loads = waits ? input.betweenSteps(perRead, 1) : 0;
      inputWaits = waits;
    }
    if (weight.isMoved()) {
      load(cycles, PhaseFigures.WEIGHT + at, weight);
      queue = Math.max(queue, queue(weight, lastPiece));
      countLast(cycles, PhaseFigures.LAST_WEIGHT + at, weight);
      boolean waits = weight.hasOneSlot() || isLogit && weight.queuesBehind(input);
      if (lastPiece < 1) {
        countAfterKeys(cycles, at);
        withWholeKeys = waits ? withWholeKeys(loads) : 0;
      }
      sumsWait = waits && weight.changesInside() && sumsComeBackBehind();
      boolean whole = sumsWait && output.moves.movesInside == weight.moves.movesInside;
      double piece = whole ? 1 - (1 - lastPiece) * loops.share[loops.bit[reduction]] : lastPiece;
      loads += waits ? weight.betweenSteps(perRead, piece) : 0;
      PhaseTensor first = isLogit ? input : weight;
      PhaseTensor second = isLogit ? weight : input;
      if (waits && inputWaits && first.hasOneSlot() && second.queuesBehind(first)) {
        queue = Math.max(queue, first.beforeSlots(tiles.evenWork, first.firstWork()) + loads);
      }
    }
    cycles[PhaseFigures.QUEUE + at] = queue;
    outputs.count(cycles, at);
    outputs.reloads = sumsWait ? cycles[PhaseFigures.BACK + at] : outputs.reloads;
    cycles[PhaseFigures.BETWEEN + at] = between(loads, 0);
    cycles[PhaseFigures.LAST_BETWEEN + at] = between(loads, outputs.divisions);
    countWork(cycles, at);
    ahead.count(phases, at, inSteps, mayContinue);
    cycles[PhaseFigures.AFTER_LOADS + at] = afterLoads();
    int confined = PhaseFigures.CONFINED + at;
    cycles[confined] = Math.max(cycles[confined], withWholeKeys);
    behindFirst.count(cycles, at, lastPiece);
    if (inSteps && stepTimeline.matters()) {
      stepTimeline.count(cycles, at);
    }
  }

  /** The last load is of a tensor whose tile changes within phases: the work on its last tile. */
  private double afterLoads() {
    double least = Double.POSITIVE_INFINITY;
    if (input.changesInside()) {
      least = input.lastWork();
    }
    if (weight.changesInside()) {
      least = Math.min(least, weight.lastWork() * lastPiece);
    }
    if (output.changesInside() && output.moves.times > 1) {
      least = Math.min(least, output.lastWork());
    }
    return least < Double.POSITIVE_INFINITY ? least : 0;
  }

  /**
   * Counts what follows if the last tile of a phase takes a slot that the phase before leaves with
   * its end or, if there is a slot more than tiles, with its first tile.
   */
  private void countLast(double[] cycles, int at, PhaseTensor tensor) {
    if (!tensor.changesInside()) {
      return;
    }
    double last = tensor.last(figures.readCyclesPerWord);
    long tilesOfPhase = tensor.moves.movesInside;
    boolean hasSlotToSpare = tilesOfPhase == tensor.slots - 1;
    cycles[at] = tilesOfPhase >= tensor.slots ? last : 0;
    cycles[at + PhaseFigures.SLOT_TO_SPARE] = hasSlotToSpare ? last : 0;
    cycles[at + PhaseFigures.FIRST_LEFT] = hasSlotToSpare ? tensor.firstWork() : 0;
  }

  /** Whether sums come back within a phase, each tile behind one of the weight in the queue. */
  private boolean sumsComeBackBehind() {
    return output.changesInside()
        && output.moves.timesInside > 1
        && !tiles.isShared(reduction)
        && output.moves.deepest <= weight.moves.deepest;
  }

  /**
   * The length of a phase whose tiles of K come in pieces, each after the last step on the tile
   * before: the work of the first step on a tile ends one piece of it after the whole load.
   *
   * @param loads other loads between steps
   */
  private double withWholeKeys(double loads) {
    if (!inOrder || !weight.changesInside()) {
      return 0;
    }
    double firstSteps = Math.min(1, firstStep * weight.moves.movesInside);
    double ofArray = moves.hasStreams() ? tiles.arrayWork() : tiles.evenWork;
    double work =
        Math.max(ofArray * (1 - firstSteps * (1 - lastPiece)), tiles.evenWork * (1 - firstSteps));
    return work + loads + weight.betweenSteps(figures.readCyclesPerWord, 1);
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
    double ofArray = arrayWork * Math.max(0, before - done);
    double work = Math.max(ofArray, tiles.evenWork * (before - firstStep));
    return queue(tensor, work, piece * (endsBeforeKeys(piece) ? ofArray : work));
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
