package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.SharedTiles;
import org.flatsearch.schedule.Dimension;

/**
 * Counts what the order of the queue of loads means for one stage on one kind of shared tile: which
 * of its loads can precede a phase, and how long its phases take with interleaved loads.
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
  private final KnownInterleavedSteps knownSteps;

  PrefetchCounter(
      Figures figures,
      PhaseTiles tiles,
      StageTensors tensors,
      PhaseSteps steps,
      KnownInterleavedSteps knownSteps) {
    this.figures = figures;
    this.tiles = tiles;
    this.tensors = tensors;
    this.steps = steps;
    this.knownSteps = knownSteps;
    isLogit = tensors.isLogit();
    input = tensors.input();
    weight = tensors.weight();
    output = tensors.output();
  }

  /** Begins a stage whose {@link PhaseFigures#inputLoops} are known. */
  void begin(PhaseFigures phases, boolean statisticsMove) {
    phases.prefetch.describe(tensors, statisticsMove);
    phases.prefetch.divisionCycles = isLogit ? 0 : divisionCycles(phases);
    knownSteps.describe(phases.prefetch);
  }

  /**
   * The lanes' work on the rows that leave together: those of a shared tile, at most, or all rows.
   */
  private double divisionCycles(PhaseFigures phases) {
    SharedTiles shared = phases.shared;
    boolean staysForRows = output.isMoved() && !shared.changesWithRows(phases.outputLoops);
    double rows = staysForRows ? figures.extent[ROW] : shared.mostRows();
    return shared.mostInstances()
        * rows
        * figures.extent[VALUE_DIM]
        * figures.divisionCyclesPerWord;
  }

  /**
   * Counts the kind of shared tile that {@code tiles} describes, after everything else of it.
   *
   * @param at where its figures begin
   * @param inSteps whether the steps are known
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
    boolean anyWait = steps.stream() || inSteps && knownSteps.waitForStores();
    if (anyWait && !waitsForCores) {
      if (inSteps) {
        knownSteps.count(cycles, at, mayContinue);
      } else {
        countInterleaved(phases, at);
      }
    }
    if (isLogit && inSteps) {
      cycles[PhaseCycles.FIRST_STEP + at] = knownSteps.firstStep();
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

  private void countInterleaved(PhaseFigures phases, int at) {
    double[] cycles = phases.cycles;
    countInterleaved(cycles, PhaseCycles.INTERLEAVED + at, steps.interleaved);
    countInterleaved(cycles, PhaseCycles.LATER_INTERLEAVED + at, steps.laterInterleaved);
    boolean inPieces = isLogit && weight.isMoved() && figures.inversePieces < 1;
    if (phases.prefetch.loadsInsideLater && !inPieces) {
      cycles[PhaseCycles.INTERLEAVED_AFTER_LOADS + at] = steps.leastStreams(false);
      cycles[PhaseCycles.LATER_INTERLEAVED_AFTER_LOADS + at] = steps.leastStreams(true);
    }
  }

  private static void countInterleaved(double[] cycles, int at, InterleavedSteps interleaved) {
    for (int loads = 1; loads <= InterleavedSteps.MOST; loads++) {
      cycles[at + loads - 1] = interleaved.cyclesWith(loads);
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
