package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.SharedTiles;
import org.flatsearch.schedule.Dimension;

/**
 * Counts what one stage has to do with the order of the queue of loads, on one kind of shared tile:
 * its loads that can come before a phase, and what its own phases take beside loads of others.
 */
final class PrefetchCounter {
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int VALUE_DIM = Dimension.VALUE_DIM.ordinal();

  private final Figures figures;
  private final boolean isLogit;
  private final PhaseTiles tiles;
  private final StageTensors tensors;
  private final PhaseTensor input;
  private final PhaseTensor weight;
  private final PhaseTensor output;
  private final PhaseSteps steps;
  private final KnownStepsBesideLoads between;

  PrefetchCounter(
      Figures figures,
      PhaseTiles tiles,
      StageTensors tensors,
      PhaseSteps steps,
      KnownStepsBesideLoads between) {
    this.figures = figures;
    this.tiles = tiles;
    this.tensors = tensors;
    this.steps = steps;
    this.between = between;
    isLogit = tensors.isLogit();
    input = tensors.input();
    weight = tensors.weight();
    output = tensors.output();
  }

  /** Begins a stage whose {@link PhaseFigures#inputLoops} are known. */
  void begin(PhaseFigures phases, boolean statisticsMove) {
    phases.prefetch.describe(tensors, statisticsMove);
    phases.prefetch.divisionCycles = isLogit ? 0 : divisionCycles(phases);
    between.describe(phases.prefetch);
  }

  /** The lanes' work on the rows that leave together: those of a shared tile, or all. */
  private double divisionCycles(PhaseFigures phases) {
    SharedTiles shared = phases.shared;
    boolean staysForRows = output.isMoved() && !shared.changesWithRows(phases.outputLoops);
    double rows = staysForRows ? figures.extent[ROW] : shared.rows(0);
    return shared.instances(0) * rows * figures.extent[VALUE_DIM] * figures.divisionCyclesPerWord;
  }

  /**
   * Counts the kind that {@code tiles} are of, all else of which has been counted.
   *
   * @param at where its figures are
   * @param inSteps whether each step is looked at
   * @param mayContinue whether phases may continue sums that others have begun
   */
  void count(PhaseFigures phases, int at, boolean inSteps, boolean mayContinue) {
    double[] cycles = phases.cycles;
    if (input.isMoved()) {
      countAhead(cycles, PhaseCycles.INPUT_AHEAD + at, input, phases.prefetch.input);
    }
    if (weight.isMoved()) {
      countAhead(cycles, PhaseCycles.WEIGHT_AHEAD + at, weight, phases.prefetch.weight);
    }
    // A load for several cores waits until all of them are ready, which is not known.
    boolean waitsForCores = figures.multicast && figures.cores > 1;
    boolean anyWait = steps.stream() || inSteps && between.waitForStores();
    if (anyWait && !waitsForCores) {
      if (inSteps) {
        between.count(cycles, at, mayContinue);
      } else {
        countBeside(phases, at);
      }
    }
    if (isLogit && inSteps) {
      cycles[PhaseCycles.FIRST_STEP + at] = between.firstStep();
    }
    countConfined(cycles, at);
  }

  private void countAhead(double[] cycles, int at, PhaseTensor tensor, TensorPrefetch prefetch) {
    if (!tensor.changesInside()) {
      return;
    }
    double perWord = figures.readCyclesPerWord;
    double least = tensor.last(perWord);
    boolean onePass = tensor.moves.timesInside == 1;
    double others = onePass ? tensor.transfer(tensor.partOfOthers(), perWord) : least;
    cycles[at] = others;
    boolean moreFollow = tensor.moves.movesInside > prefetch.tilesAhead;
    cycles[at + PhaseCycles.LAST_AHEAD] = moreFollow ? others : least;
    cycles[at + PhaseCycles.SLOT_LEFT] = tensor.beforeLastSlots(tiles.evenWork);
  }

  private void countBeside(PhaseFigures phases, int at) {
    double[] cycles = phases.cycles;
    countBeside(cycles, PhaseCycles.BESIDE + at, steps.beside);
    countBeside(cycles, PhaseCycles.LATER_BESIDE + at, steps.laterBeside);
    boolean inPieces = isLogit && weight.isMoved() && figures.inversePieces < 1;
    if (phases.prefetch.loadsInsideLater && !inPieces) {
      cycles[PhaseCycles.BESIDE_AFTER_LOADS + at] = steps.leastStreams(false);
      cycles[PhaseCycles.LATER_BESIDE_AFTER_LOADS + at] = steps.leastStreams(true);
    }
  }

  private static void countBeside(double[] cycles, int at, StepsBesideLoads beside) {
    for (int loads = 1; loads <= StepsBesideLoads.MOST; loads++) {
      cycles[at + loads - 1] = beside.beside(loads);
    }
  }

  private void countConfined(double[] cycles, int at) {
    double moved =
        input.behindSlots(figures.readCyclesPerWord)
            + weight.behindSlots(figures.readCyclesPerWord)
            + cycles[PhaseCycles.BACK + at]
            + cycles[PhaseCycles.DUE + at];
    boolean reloads = cycles[PhaseCycles.RELOAD + at] > 0;
    cycles[PhaseCycles.CONFINED + at] = moved + cycles[PhaseCycles.STREAMS + at];
    cycles[PhaseCycles.LATER_CONFINED + at] =
        moved
            + (reloads ? output.behindSlots(figures.readCyclesPerWord) : 0)
            + cycles[PhaseCycles.LATER_STREAMS + at];
  }
}
