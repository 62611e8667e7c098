package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.StageMoves;
import org.flatsearch.schedule.Dimension;

/**
 * Counts the work of a phase step by step. Each step takes as long as the array, the port or its
 * streams need.
 */
final class PhaseSteps {
  private static final int ROW = Dimension.ROW.ordinal();

  private final Figures figures;
  private final ArrayWork array;
  private final LoopProducts loops;
  private final StageMoves moves;
  private final PhaseTiles tiles;
  private final int column;
  private final int reduction;

  /** All steps, one after another, as if each began its sums: cycles. */
  double evenWork;

  /**
   * All steps of a phase that begins sums, so that the first step on each output tile reads none:
   * cycles.
   */
  double work;

  /** All steps of a phase that continues sums: cycles. */
  double laterWork;

  /** Streams on the channel of the loads in a phase that begins sums: cycles. */
  double streams;

  /** Streams on the channel of the loads in a phase that continues sums: cycles. */
  double laterStreams;

  /** The steps of a phase that begins sums, with interleaved loads. */
  final InterleavedSteps interleaved = new InterleavedSteps();

  /** The steps of a phase that continues sums, with interleaved loads. */
  final InterleavedSteps laterInterleaved = new InterleavedSteps();

  private boolean countsInterleaved;

  /** The steps of each part. */
  final StepTable table = new StepTable();

  PhaseSteps(
      Figures figures, ArrayWork array, LoopProducts loops, StageMoves moves, PhaseTiles tiles) {
    this.figures = figures;
    this.array = array;
    this.loops = loops;
    this.moves = moves;
    this.tiles = tiles;
    column = tiles.column;
    reduction = tiles.reduction;
  }

  /** Whether steps can take longer than their array work. */
  boolean matter() {
    return figures.portCyclesPerWord > 0 || moves.hasStreams();
  }

  /** Whether any step streams. */
  boolean stream() {
    return moves.hasStreams();
  }

  /**
   * Counts the steps of a phase.
   *
   * @param withInterleaved whether {@link #interleaved} and {@link #laterInterleaved} are wanted
   */
  void count(boolean withInterleaved) {
    countsInterleaved = withInterleaved;
    evenWork = 0;
    work = 0;
    laterWork = 0;
    streams = 0;
    laterStreams = 0;
    if (withInterleaved) {
      interleaved.clear();
      laterInterleaved.clear();
    }
    for (int rows = 0; rows < 2; rows++) {
      long ofRows = tilesOf(ROW, rows);
      for (int columns = 0; ofRows > 0 && columns < 2; columns++) {
        long outputTiles = ofRows * tilesOf(column, columns);
        if (outputTiles > 0) {
          int part = rows * StepOrder.LAST_ROWS | columns * StepOrder.LAST_COLUMNS;
          long fullSteps = tilesOf(reduction, 0);
          add(part, outputTiles, outputTiles * (fullSteps - 1));
          add(part | StepOrder.LAST_REDUCTION, 0, outputTiles * tilesOf(reduction, 1));
        }
      }
    }
  }

  /**
   * How many tiles a phase has of a dimension that are full, or with {@code last} = 1 the last one.
   */
  private long tilesOf(int dimension, int last) {
    int bit = loops.bit[dimension];
    if (tiles.isShared(dimension) || (bit & loops.repeated) == 0) {
      return 1 - last;
    }
    return last == 1 ? 1 : loops.trips[bit] - 1;
  }

  private int part(int dimension, int last) {
    return tiles.part(dimension, last == 0 ? ArrayWork.FULL : ArrayWork.LEAST);
  }

  /**
   * Adds steps of one part.
   *
   * @param first how many are the first on their output tile
   * @param others how many are not
   */
  private void add(int part, long first, long others) {
    if (first + others == 0) {
      return;
    }
    int later = part | StepOrder.CONTINUES;
    measure(part);
    measure(later);
    double begun = table.length[part];
    double continued = table.length[later];
    evenWork += (first + others) * begun;
    work += first * begun + others * continued;
    laterWork += (first + others) * continued;
    streams += first * table.streams[part] + others * table.streams[later];
    laterStreams += (first + others) * table.streams[later];
    if (countsInterleaved) {
      interleaved.add(first, begun, table.streams[part]);
      interleaved.add(others, continued, table.streams[later]);
      laterInterleaved.add(first + others, continued, table.streams[later]);
    }
  }

  /** The streams of the smallest step of a phase: cycles. */
  double leastStreams(boolean continues) {
    int part = StepOrder.LAST_ROWS | StepOrder.LAST_COLUMNS | StepOrder.LAST_REDUCTION;
    part |= continues ? StepOrder.CONTINUES : 0;
    measure(part);
    return table.streams[part];
  }

  /** Measures the steps of a set of parts. */
  void measureAll(int parts) {
    for (int left = parts; left != 0; left &= left - 1) {
      measure(Integer.numberOfTrailingZeros(left));
    }
  }

  private void measure(int part) {
    if (!table.knows(part)) {
      measure(
          part,
          part(ROW, part & StepOrder.LAST_ROWS),
          part(column, part & StepOrder.LAST_COLUMNS),
          part(reduction, part & StepOrder.LAST_REDUCTION),
          (part & StepOrder.CONTINUES) != 0);
    }
  }

  private void measure(int part, int rows, int columns, int reduced, boolean continues) {
    double reads = 0;
    double writes = 0;
    if (!moves.inputIsHeld) {
      double words = tiles.instances * array.inputWords(rows, columns, reduced);
      reads += figures.readCycles(words, 1);
    }
    if (moves.weight == null) {
      double words = tiles.instances * array.weightWords(rows, columns, reduced);
      reads += figures.readCycles(words, 1);
    }
    if (!moves.outputIsHeld) {
      double written = tiles.instances * array.outputWords(rows, columns, reduced);
      writes = figures.writeCycles(written, 1);
      double begun = tiles.instances * array.elements[rows] * array.elements[ArrayWork.C + columns];
      double sums = continues ? written : written - begun;
      reads += sums > 0 ? figures.readCycles(sums, 1) : 0;
    }
    double cycles = tiles.instances * array.cycles(rows, columns, reduced, continues);
    double onChannelOfLoads = figures.dramShared ? reads + writes : reads;
    double length = Math.max(cycles, Math.max(onChannelOfLoads, writes));
    table.set(part, cycles, onChannelOfLoads, length);
  }
}
