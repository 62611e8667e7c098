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
 * Counts the {@link PhaseFigures} of one stage for each kind of shared tile: the loads of a phase
 * and the first of them, the work step by step, and what the array waits for between steps because
 * a tensor has one slot. No figure falls when one of a tile's rises; therefore, what depends on how
 * a stage's own loops end is counted with {@link TileFigures#least}.
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
  private final PhaseInputs inputs;
  private final PhaseOutputs outputs;
  private final PhaseSteps steps;
  private final PrefetchCounter prefetch;
  private final StepOrder stepOrder = new StepOrder();
  private final StepTimeline stepTimeline;

  /**
   * Creates a counter of {@code stage}; {@code array}, {@code loops} and {@code moves} describe the
   * nest at hand.
   */
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
    inputs = new PhaseInputs(figures, tiles, tensors);
    outputs = new PhaseOutputs(figures, loops, tiles, tensors);
    steps = new PhaseSteps(figures, array, loops, moves, tiles);
    stepTimeline = new StepTimeline(figures, tensors, steps.table, stepOrder);
    KnownInterleavedSteps known = new KnownInterleavedSteps(stepOrder, steps.table, stepTimeline);
    prefetch = new PrefetchCounter(figures, tiles, tensors, steps, known);
  }

  /**
   * Counts a stage whose moves are known.
   *
   * @param statisticsMove whether running statistics leave with the output and come back
   * @param ordered whether times may depend on the order of transfers, which other slots could
   *     shorten
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
    beginSteps(ofDimensions, ordered);
    if (ordersLoads(ofDimensions)) {
      prefetch.begin(phases, statisticsMove);
    } else {
      phases.prefetch.clear();
    }
    inputs.begin(ofDimensions);
    for (int kind = 0; kind < PhaseFigures.KINDS; kind++) {
      if (phases.has(kind) && !shared.isRare(kind, SharedTiles.HARDLY_ANY)) {
        countKind(kind, phases);
      }
    }
  }

  private void beginSteps(TileFigures[] ofDimensions, boolean ordered) {
    stepOrder.clear();
    boolean certain =
        hasCertainTrips(ROW, ofDimensions)
            && hasCertainTrips(column, ofDimensions)
            && hasCertainTrips(reduction, ofDimensions);
    int all = certain ? StepOrder.count(loops) : 0;
    stepTimeline.begin(loops, all, reduction, ordered);
    if (all > 0 && (moves.hasStreams() || stepTimeline.matters())) {
      stepOrder.set(loops, ROW, column);
      stepTimeline.listLoads();
    }
  }

  /**
   * Whether the loads follow each other in the same order for all tile sizes that the figures are
   * minima over: each dimension has either the same number of tiles for all sizes, or more than any
   * slots.
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

  /**
   * Whether all tile sizes that the figures are minima over have the same number of tiles in a
   * phase.
   */
  private boolean hasCertainTrips(int dimension, TileFigures[] ofDimensions) {
    TileFigures tile = ofDimensions[dimension];
    return tiles.isShared(dimension) || tile.inverse == tile.leastInverse;
  }

  private void countKind(int kind, PhaseFigures phases) {
    tiles.set(kind, phases.shared.instances(kind));
    steps.table.forget();
    int at = PhaseCycles.atKind(kind);
    double[] cycles = phases.cycles;
    tiles.evenWork = tiles.arrayWork();
    boolean inSteps = stepOrder.steps > 0 && !phases.shared.isRare(kind, SharedTiles.FEW);
    if (steps.matter()) {
      steps.count(!inSteps);
      tiles.evenWork = Math.max(tiles.evenWork, steps.evenWork);
    }
    boolean mayContinue = !isLogit && tiles.isShared(reduction);
    if (inSteps) {
      steps.measureAll(stepOrder.withContinued(mayContinue));
      stepTimeline.measure();
    }
    inputs.count(cycles, at);
    outputs.count(cycles, at);
    cycles[PhaseCycles.BETWEEN + at] = between(inputs.loads, 0);
    cycles[PhaseCycles.BETWEEN_ON_LAST_KEYS + at] = between(inputs.loads, outputs.divisions);
    countWork(cycles, at);
    prefetch.count(phases, at, inSteps, mayContinue);
    cycles[PhaseCycles.AFTER_LOADS + at] = afterLoads();
    if (inSteps && stepTimeline.matters()) {
      stepTimeline.count(cycles, at);
    }
  }

  /**
   * The work after the last load: that is of some tensor whose tile changes within phases, so this
   * is the least work on the last tile of any of these.
   */
  private double afterLoads() {
    double least = Double.POSITIVE_INFINITY;
    if (input.changesInside()) {
      least = input.lastWork();
    }
    if (weight.changesInside()) {
      least = Math.min(least, weight.lastWork() * inputs.lastPiece);
    }
    if (output.changesInside() && output.moves.times > 1) {
      least = Math.min(least, output.lastWork());
    }
    return least < Double.POSITIVE_INFINITY ? least : 0;
  }

  private void countWork(double[] cycles, int at) {
    double first = tiles.work();
    double later = first;
    if (steps.matter()) {
      boolean continuesSums = tiles.isShared(reduction);
      first = Math.max(first, steps.work);
      later = continuesSums ? Math.max(later, steps.laterWork) : first;
      cycles[PhaseCycles.STREAMS + at] = steps.streams;
      cycles[PhaseCycles.LATER_STREAMS + at] = continuesSums ? steps.laterStreams : steps.streams;
    }
    cycles[PhaseCycles.WORK + at] = first;
    cycles[PhaseCycles.LATER_WORK + at] = later + outputs.laterReloads;
  }

  /**
   * What the array waits for between two steps, at least: stores and loads of tiles with one slot.
   */
  private double between(double loads, double divisions) {
    double stores = outputs.stores;
    return outputs.reloads
        + (figures.dramShared
            ? stores + Math.max(loads, divisions)
            : Math.max(stores + divisions, loads));
  }
}
