package org.flatsearch.cost.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
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
  private final ArrayWork array;
  private final LoopProducts loops;
  private final StageMoves moves;
  private final int column;
  private final int reduction;
  private final PhaseTiles tiles;
  private final PhaseTensor input;
  private final PhaseTensor weight;
  private final PhaseTensor output;
  private final PhaseOutputs outputs;

  /** What the array works on of a tile of the weight once all of it has arrived. */
  private final double lastPiece;

  PhaseCounter(
      Figures figures,
      Dealing dealing,
      Stage stage,
      ArrayWork array,
      LoopProducts loops,
      StageMoves moves) {
    this.figures = figures;
    this.dealing = dealing;
    this.array = array;
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
    phases.oneSlotInput = input.hasOneSlot();
    phases.weightLoops = weight.loops(loops);
    phases.oneSlotWeight = weight.hasOneSlot();
    outputs.begin(phases, statisticsMove);
    int kind = shared.ragged;
    countKind(kind, phases);
    while (kind != 0) {
      kind = kind - 1 & shared.ragged;
      countKind(kind, phases);
    }
  }

  private void countKind(int kind, PhaseFigures phases) {
    tiles.kind = kind;
    tiles.instances = phases.shared.instances(kind);
    int at = PhaseFigures.of(kind);
    double[] cycles = phases.cycles;
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
    }
    cycles[PhaseFigures.QUEUE + at] = queue;
    outputs.count(phases);
    cycles[PhaseFigures.BETWEEN + at] = between(loads, 0);
    cycles[PhaseFigures.LAST_BETWEEN + at] = between(loads, outputs.divisions);
    double work = tiles.work();
    boolean steps = figures.portCyclesPerWord > 0 || moves.hasStreams();
    double first = steps ? Math.max(work, steps(false)) : work;
    double later = steps && tiles.isShared(reduction) ? Math.max(work, steps(true)) : first;
    cycles[PhaseFigures.WORK + at] = first;
    cycles[PhaseFigures.LATER_WORK + at] = later + outputs.laterReloads;
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
    double work = tensor.beforeSlots(tiles.evenWork(), tensor.firstWork());
    double perWord = figures.readCyclesPerWord;
    double cycles = work + tensor.last(perWord);
    double all = tensor.slots == 1 ? work * piece + tensor.exposed(perWord, 1) : 0;
    return Math.max(cycles, all);
  }

  /**
   * The work of a phase step by step: each takes as long as the array, the port or its streams
   * need.
   *
   * @param continues whether the phase continues sums
   */
  private double steps(boolean continues) {
    double sum = 0;
    for (int rows = 0; rows < 2; rows++) {
      long ofRows = steps(ROW, rows);
      for (int columns = 0; ofRows > 0 && columns < 2; columns++) {
        long tiles = ofRows * steps(column, columns);
        if (tiles > 0) {
          sum += tiles * reduce(part(ROW, rows), part(column, columns), continues);
        }
      }
    }
    return sum;
  }

  /** The steps on one output tile. */
  private double reduce(int rows, int columns, boolean continues) {
    long full = steps(reduction, 0);
    int part = part(reduction, 0);
    double sum = step(rows, columns, part, continues);
    if (full > 1) {
      sum += (full - 1) * step(rows, columns, part, true);
    }
    if (steps(reduction, 1) > 0) {
      sum += step(rows, columns, part(reduction, 1), true);
    }
    return sum;
  }

  /** How many of the tiles that a phase has of a dimension are full, or the last one. */
  private long steps(int dimension, int last) {
    int bit = loops.bit[dimension];
    if (tiles.isShared(dimension) || (bit & loops.repeated) == 0) {
      return 1 - last;
    }
    return last == 1 ? 1 : loops.trips[bit] - 1;
  }

  private int part(int dimension, int last) {
    return tiles.part(dimension, last == 0 ? ArrayWork.FULL : ArrayWork.LEAST);
  }

  private double step(int rows, int columns, int reduced, boolean continues) {
    double reads = 0;
    double writes = 0;
    double latency = figures.latencyCycles;
    if (!moves.inputIsHeld) {
      double words = tiles.instances * array.inputWords(rows, columns, reduced);
      reads += words * figures.readCyclesPerWord + latency;
    }
    if (moves.weight == null) {
      double words = tiles.instances * array.weightWords(rows, columns, reduced);
      reads += words * figures.readCyclesPerWord + latency;
    }
    if (!moves.outputIsHeld) {
      double written = tiles.instances * array.outputWords(rows, columns, reduced);
      writes = written * figures.writeCyclesPerWord + latency;
      double begun = tiles.instances * array.elements[rows] * array.elements[ArrayWork.C + columns];
      double sums = continues ? written : written - begun;
      reads += sums > 0 ? sums * figures.readCyclesPerWord + latency : 0;
    }
    double streams = figures.dramShared ? reads + writes : Math.max(reads, writes);
    return Math.max(tiles.instances * array.cycles(rows, columns, reduced, continues), streams);
  }
}
