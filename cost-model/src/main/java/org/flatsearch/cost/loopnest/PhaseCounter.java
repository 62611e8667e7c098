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

  // Of the tiles of a tensor that move within a phase.
  private static final int FIRST_TILE = 0;
  private static final int LAST_TILE = 1;
  private static final int ALL_TILES = 2;

  private final Figures figures;
  private final Dealing dealing;
  private final ArrayWork array;
  private final LoopProducts loops;
  private final StageMoves moves;
  private final boolean isLogit;
  private final int column;
  private final int reduction;

  private PhaseFigures phases;
  private SharedTiles shared;
  private int kind;
  private double instances;

  /** Array cycles of the phase, of which its first tiles have no less than their share. */
  private double evenWork;

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
    isLogit = stage == Stage.LOGIT;
    column = (isLogit ? Dimension.KEY : Dimension.VALUE_DIM).ordinal();
    reduction = stage.reduction().ordinal();
  }

  /** Counts a stage whose moves are known. */
  void count(LoopNest nest, TileFigures[] tiles, PhaseFigures phases) {
    this.phases = phases;
    phases.counted = true;
    shared = phases.shared;
    shared.set(nest, tiles, figures.extent, dealing);
    if (moves.input != null) {
      phases.inputLoops = loopsOf(moves.input);
      phases.oneSlotInput = moves.slotsOfInput() == 1;
    }
    if (moves.weight != null) {
      phases.weightLoops = loopsOf(moves.weight);
      phases.oneSlotWeight = moves.slotsOfWeight() == 1;
    }
    if (moves.output != null) {
      phases.outputLoops = loopsOf(moves.output);
      phases.oneSlotOutput = moves.slotsOfOutput() == 1;
    }
    kind = shared.ragged;
    countKind(nest);
    while (kind != 0) {
      kind = (kind - 1) & shared.ragged;
      countKind(nest);
    }
  }

  private int loopsOf(TileMoves tile) {
    int changing = tile.changesInside ? loops.shared : tile.naming & loops.shared;
    return PhaseFigures.AT_START | changing;
  }

  private void countKind(LoopNest nest) {
    instances = shared.instances(kind);
    evenWork = instances * array.arrayCycles(part(ROW), part(column), part(reduction));
    double read = 0;
    if (moves.input != null) {
      int inside = nest.inside[moves.inputTensor];
      load(PhaseFigures.INPUT, moves.input, inside, ROW, reduction);
      queue(moves.input, moves.slotsOfInput(), inside, ROW, reduction);
      read += phases.oneSlotInput ? exposed(PhaseFigures.INPUTS, moves.input, 1) : 0;
    }
    if (moves.weight != null) {
      int inside = nest.inside[moves.weightTensor];
      load(PhaseFigures.WEIGHT, moves.weight, inside, column, reduction);
      queue(moves.weight, moves.slotsOfWeight(), inside, column, reduction);
      double pieces = isLogit ? figures.inversePieces : 1;
      read += phases.oneSlotWeight ? exposed(PhaseFigures.WEIGHTS, moves.weight, pieces) : 0;
    }
    double stored = 0;
    double reloaded = 0;
    boolean sharesReduction = loops.bit[reduction] <= loops.shared;
    if (moves.output != null) {
      TileMoves tile = moves.output;
      int inside = nest.inside[moves.outputTensor];
      if (sharesReduction && tile.times > 1) {
        load(PhaseFigures.RELOAD, tile, inside, ROW, column);
        reloaded = phases.oneSlotOutput ? exposed(PhaseFigures.RELOADS, tile, 1) : 0;
      }
      stored = store(tile, inside);
    }
    double between = between(stored, read);
    double work = instances * array.cycles(part(ROW), part(column), part(reduction));
    boolean steps = figures.portCyclesPerWord > 0 || moves.hasStreams();
    double first = steps ? Math.max(work, steps(false)) : work;
    double later = steps && sharesReduction ? Math.max(work, steps(true)) : first;
    phases.cycles[PhaseFigures.WORK + kind] = first + between;
    phases.cycles[PhaseFigures.LATER_WORK + kind] = later + between + reloaded;
  }

  /** What comes between two steps at least: stores and loads of tiles with one slot. */
  private double between(double stores, double loads) {
    return figures.dramShared ? stores + loads : Math.max(stores, loads);
  }

  /** The stores of an output; returns those that come between two steps of a phase. */
  private double store(TileMoves tile, int inside) {
    if (!tile.changesInside) {
      double words = words(tile, inside, ROW, column, FIRST_TILE);
      phases.cycles[PhaseFigures.STORE + kind] =
          words * figures.writeCyclesPerWord + figures.latencyCycles;
      phases.cycles[PhaseFigures.DIVISION + kind] = words * figures.divisionCyclesPerWord;
      return 0;
    }
    if (!phases.oneSlotOutput) {
      return 0;
    }
    double words = words(tile, inside, ROW, column, ALL_TILES);
    double cycles = words * figures.writeCyclesPerWord + tile.movesInside * figures.latencyCycles;
    return cycles * (1 - tile.evenShare);
  }

  /** The last load of a phase comes after the work on all tiles but as many as there are slots. */
  private void queue(TileMoves tile, int slots, int inside, int one, int other) {
    if (tile.changesInside && tile.movesInside > slots) {
      double words = instances * size(one, inside, LAST_TILE) * size(other, inside, LAST_TILE);
      double cycles =
          evenWork * (1 - slots * tile.evenShare)
              + words * figures.readCyclesPerWord
              + figures.latencyCycles;
      int at = PhaseFigures.QUEUE + kind;
      phases.cycles[at] = Math.max(phases.cycles[at], cycles);
    }
  }

  /** Loads of a tensor with one slot within a phase, as far as the array waits for them. */
  private double exposed(int what, TileMoves tile, double piece) {
    if (!tile.changesInside) {
      return 0;
    }
    double latencies = tile.movesInside * figures.latencyCycles;
    double words = phases.cycles[what + kind] - latencies;
    return (words * piece + latencies) * (1 - tile.share);
  }

  /** Which part of a dimension a shared tile has. */
  private int part(int dimension) {
    int bit = loops.bit[dimension];
    if (bit > loops.shared) {
      return ArrayWork.ALL;
    }
    return (kind & bit) == 0 ? ArrayWork.FULL : ArrayWork.LEAST;
  }

  /** Words of the first tile of a phase, or of all that move in one. */
  private double words(TileMoves tile, int inside, int one, int other, int which) {
    double words = instances * size(one, inside, which) * size(other, inside, which);
    return which == ALL_TILES ? words * tile.timesInside : words;
  }

  /** The elements of a dimension that the tile of a tensor held {@code inside} a loop has. */
  private double size(int dimension, int inside, int which) {
    int bit = loops.bit[dimension];
    int part = ArrayWork.ALL;
    if (bit <= loops.shared) {
      part = bit < 2 << inside ? part(dimension) : part;
    } else if (bit < 2 << inside && (bit & loops.repeated) != 0 && which != ALL_TILES) {
      part = which == FIRST_TILE ? ArrayWork.FULL : ArrayWork.LEAST;
    }
    int of = dimension == ROW ? ArrayWork.P : dimension == column ? ArrayWork.C : ArrayWork.R;
    return array.elements[of + part];
  }

  private void load(int what, TileMoves tile, int inside, int one, int other) {
    double perWord = figures.readCyclesPerWord;
    double latency = figures.latencyCycles;
    double first = words(tile, inside, one, other, FIRST_TILE) * perWord + latency;
    double all = first;
    if (tile.changesInside) {
      all = words(tile, inside, one, other, ALL_TILES) * perWord + tile.movesInside * latency;
    }
    phases.cycles[what + kind] = first;
    phases.cycles[what + PhaseFigures.KINDS + kind] = all;
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
    if (bit <= loops.shared || (bit & loops.repeated) == 0) {
      return 1 - last;
    }
    return last == 1 ? 1 : loops.trips[bit] - 1;
  }

  private int part(int dimension, int last) {
    int bit = loops.bit[dimension];
    if (bit <= loops.shared) {
      return part(dimension);
    }
    return last == 0 ? ArrayWork.FULL : ArrayWork.LEAST;
  }

  private double step(int rows, int columns, int reduced, boolean continues) {
    double reads = 0;
    double writes = 0;
    double latency = figures.latencyCycles;
    if (!moves.inputIsHeld) {
      double words = instances * array.inputWords(rows, columns, reduced);
      reads += words * figures.readCyclesPerWord + latency;
    }
    if (moves.weight == null) {
      double words = instances * array.weightWords(rows, columns, reduced);
      reads += words * figures.readCyclesPerWord + latency;
    }
    if (!moves.outputIsHeld) {
      double written = instances * array.outputWords(rows, columns, reduced);
      writes = written * figures.writeCyclesPerWord + latency;
      double begun = instances * array.elements[rows] * array.elements[ArrayWork.C + columns];
      double sums = continues ? written : written - begun;
      reads += sums > 0 ? sums * figures.readCyclesPerWord + latency : 0;
    }
    double streams = figures.dramShared ? reads + writes : Math.max(reads, writes);
    return Math.max(instances * array.cycles(rows, columns, reduced, continues), streams);
  }
}
