package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.TileMoves;
import org.flatsearch.schedule.LoopNest;

/**
 * Counts what the output of one stage costs on one kind of shared tile: its stores, the lanes'
 * divisions before them, the sums that come back, and running statistics. With s slots, the last
 * tile of a phase waits until the tile s places before it has been stored.
 */
final class PhaseOutputs {
  private final Figures figures;
  private final LoopProducts loops;
  private final PhaseTiles tiles;
  private final PhaseTensor output;
  private final boolean isLogit;
  private boolean statisticsMove;
  private boolean sumsComeBack;

  // What the array waits for between two steps of a phase if the output has one slot: cycles.
  double stores;
  double reloads;
  double divisions;

  /** Reloads between two steps of phases that continue sums: cycles. */
  double laterReloads;

  PhaseOutputs(Figures figures, LoopProducts loops, PhaseTiles tiles, StageTensors tensors) {
    this.figures = figures;
    this.loops = loops;
    this.tiles = tiles;
    output = tensors.output();
    isLogit = tensors.isLogit();
  }

  /**
   * Begins a stage.
   *
   * @param statisticsMove whether running statistics leave with the output and come back
   */
  void begin(PhaseFigures phases, boolean statisticsMove) {
    this.statisticsMove = statisticsMove;
    phases.outputLoops = output.loops(loops);
    phases.slotsOfOutput = output.slotsIfMoved();
    phases.oneSlotStatistics = statisticsMove && (!output.isMoved() || output.slots == 1);
    sumsComeBack = output.isMoved() && tiles.isShared(tiles.reduction) && output.moves.times > 1;
  }

  /**
   * Counts the kind of shared tile that {@code tiles} describes.
   *
   * @param at where its figures begin
   */
  void count(double[] cycles, int at) {
    stores = 0;
    reloads = 0;
    divisions = 0;
    laterReloads = 0;
    if (output.isMoved()) {
      countMoves(cycles, at);
    }
    if (!isLogit) {
      countDivisions(cycles, at);
    }
    if (statisticsMove) {
      double words = 2 * tiles.rows();
      cycles[PhaseCycles.STATISTICS + at] = figures.readCycles(words, 1);
      cycles[PhaseCycles.STATISTICS_STORE + at] = figures.writeCycles(words, 1);
    }
  }

  private void countMoves(double[] cycles, int at) {
    double perRead = figures.readCyclesPerWord;
    double perWrite = figures.writeCyclesPerWord;
    boolean withEachPhase = output.moves.changes == loops.trips[loops.shared];
    if (!isLogit || withEachPhase) {
      cycles[PhaseCycles.STORE + at] = output.last(perWrite);
    }
    if (sumsComeBack) {
      cycles[PhaseCycles.RELOAD + at] = output.first(perRead);
      cycles[PhaseCycles.RELOADS + at] = output.all(perRead);
      cycles[PhaseCycles.LAST_RELOAD + at] = output.last(perRead);
    }
    if (output.changesInside() && output.moves.movesInside >= output.slots) {
      cycles[PhaseCycles.LAST_SLOT_WORK + at] = output.lastWork();
      cycles[PhaseCycles.LAST_SLOT_RELOAD + at] = sumsComeBack ? output.last(perRead) : 0;
    }
    if (output.changesInside()) {
      countMovesInside(cycles, at, withEachPhase);
    } else if (figures.dramShared && (isLogit || output.slots == 1)) {
      cycles[PhaseCycles.OWED + at] = cycles[PhaseCycles.STORE + at];
    }
  }

  /**
   * Counts what moves within a phase if the tile changes there.
   *
   * @param withEachPhase whether each phase begins with another tile than the one before ended with
   */
  private void countMovesInside(double[] cycles, int at, boolean withEachPhase) {
    double perRead = figures.readCyclesPerWord;
    double perWrite = figures.writeCyclesPerWord;
    double all = output.all(perWrite);
    double beforeSlots = output.beforeSlots(all, output.first(perWrite));
    if (figures.dramShared) {
      cycles[PhaseCycles.DUE + at] = beforeSlots;
      cycles[PhaseCycles.OWED + at] = owed();
    }
    stores = output.hasOneSlot() ? beforeSlots : 0;
    laterReloads = sumsComeBack && output.hasOneSlot() ? output.betweenSteps(perRead, 1) : 0;
    countTurns(cycles, at);
    if (isLogit && withEachPhase) {
      cycles[PhaseCycles.STORES + at] = all;
      cycles[PhaseCycles.FIRST_OUTPUT_WORK + at] = tiles.work(output.moves.deepest, ArrayWork.FULL);
    }
    if (!isLogit) {
      cycles[PhaseCycles.STORES + at] = all;
      cycles[PhaseCycles.COMPLETE_STORES + at] = all / output.moves.timesInside;
      cycles[PhaseCycles.FIRST_STORE + at] = output.first(perWrite);
    }
    if (!tiles.isShared(tiles.reduction) && output.moves.timesInside > 1) {
      double back = output.all(perRead) * (1 - 1.0 / output.moves.timesInside);
      cycles[PhaseCycles.BACK + at] = back;
      reloads = output.hasOneSlot() ? back : 0;
    }
  }

  /** The stores of the last tiles, as many as there are slots, which may end after the phase. */
  private double owed() {
    boolean areOwed = isLogit || output.moves.movesInside >= output.slots;
    if (!areOwed) {
      return 0;
    }
    // Not all stores less those that are due: that would rise if the latter fell.
    double perWrite = figures.writeCyclesPerWord;
    long tilesOwed = Math.min(output.slots, output.moves.movesInside);
    return (tilesOwed - 1) * output.transfer(partOfAny(), perWrite) + output.last(perWrite);
  }

  /** The part that any tile but the last has at least, even if tiles are moved more than once. */
  private int partOfAny() {
    return output.moves.timesInside > 1 ? ArrayWork.LEAST : output.partOfOthers();
  }

  /**
   * The last tile takes the slot of an earlier one, which took that of another, and so on. Each
   * tile of this chain is loaded if it continues sums, worked on, divided if it is complete, and
   * stored.
   */
  private void countTurns(double[] cycles, int at) {
    TileMoves moves = output.moves;
    if (!output.exceedsSlots()) {
      return;
    }
    long turns = (moves.movesInside - 1) / output.slots;
    int part = partOfAny();
    double store = output.transfer(part, figures.writeCyclesPerWord);
    cycles[PhaseCycles.TURNS + at] =
        turns * (tiles.workOfBegun(moves.deepest, part) + store) + output.lastWork();
    if (moves.timesInside > 1) {
      long after = moves.movesInside - 1 - moves.movesInside / moves.timesInside;
      double reload = output.transfer(part, figures.readCyclesPerWord);
      cycles[PhaseCycles.TURNS + at] += after / output.slots * reload;
      return;
    }
    cycles[PhaseCycles.TURN_DIVISIONS + at] =
        turns * output.words(part) * figures.divisionCyclesPerWord;
    if (sumsComeBack) {
      double reload = output.transfer(part, figures.readCyclesPerWord);
      double last = output.last(figures.readCyclesPerWord);
      cycles[PhaseCycles.TURN_RELOADS + at] = (turns - 1) * reload + last;
    }
  }

  private void countDivisions(double[] cycles, int at) {
    double perWord = figures.divisionCyclesPerWord;
    if (output.isMoved()) {
      cycles[PhaseCycles.DIVISION + at] = output.lastWords() * perWord;
      if (!output.changesInside()) {
        return;
      }
    }
    double all = tiles.rows() * tiles.elements(tiles.column, ArrayWork.ALL) * perWord;
    cycles[PhaseCycles.DIVISIONS + at] = all;
    int deepest = output.isMoved() ? output.moves.deepest : LoopNest.LOOPS - 1;
    cycles[PhaseCycles.FIRST_OUTPUT_WORK + at] = tiles.work(deepest, ArrayWork.FULL);
    if (output.isMoved()) {
      double before = output.beforeSlotsAtLast(all, output.firstWords() * perWord);
      divisions = output.hasOneSlot() ? before : 0;
      if (output.exceedsSlotsAtLast()) {
        cycles[PhaseCycles.SLOT_DIVISIONS + at] =
            before + output.last(figures.writeCyclesPerWord) + output.lastWork();
      }
    }
  }
}
