package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * A buffered tensor: when its tile is replaced, how large a tile is, and how long it takes to move.
 *
 * <p>A tile is named by the indices of those loops around its residency that index the tensor. When
 * a step of its stage needs a tile of another name, that tile replaces it: a new input tile is
 * loaded; an output tile is stored, and the new one is loaded if its sums have been begun before.
 * Slots play no part: they affect when a tile moves, not whether.
 */
final class HeldTensor {
  final Tensor tensor;
  final int id;
  final int slots;

  /** Whether the array writes it, so that it is stored, and loaded only to continue its sums. */
  final boolean isOutput;

  /**
   * The innermost loop that replaces the tile: a new iteration of it, or of a loop around it, needs
   * another tile. −1 if the core's first tile stays until its end.
   */
  final int replacingLoop;

  /** Whether any tile is loaded: all inputs, and outputs that come back to have sums continued. */
  final boolean mayBeLoaded;

  /**
   * After how many more tiles the sums of an output tile are continued, if they are: as many as the
   * loops inside the one over the stage's reduction run through.
   */
  final long tilesUntilAgain;

  /** Whether the rows of a tile are part of its name. */
  final boolean isNamedByRows;

  /**
   * Whether cores that work on rows of the same instances load the same tiles: of an input that is
   * held outside the row loop, or has no rows.
   */
  final boolean isAlikeForAllRows;

  /** Whether the array works on one piece of an arriving tile after another; else it waits. */
  final boolean isPiecewise;

  /** By kind of step. */
  final long[] words = new long[TiledStage.KINDS];

  final long[] loadTicks = new long[TiledStage.KINDS];
  final long[] storeTicks = new long[TiledStage.KINDS];

  /** By kind of step, as {@link Durations#piecesBeforeEnd}; null if not {@link #isPiecewise}. */
  final long[][] piecesBeforeEnd = new long[TiledStage.KINDS][];

  private final TiledStage stage;

  HeldTensor(TiledNest nest, Tensor tensor, Durations durations) {
    this.tensor = tensor;
    id = tensor.ordinal();
    stage = nest.stage(tensor == Tensor.STATISTICS ? Stage.ATTEND : tensor.stage());
    slots = nest.slots(tensor);
    isOutput = tensor == Tensor.O || tensor == Tensor.LOGITS_OUT || tensor == Tensor.STATISTICS;
    isPiecewise = tensor == Tensor.K;
    int inside = nest.inside(tensor);
    int replacing = -1;
    long tilesAgain = 1;
    for (int loop = 0; loop <= inside; loop++) {
      if (tensor.isIndexedBy(stage.dimension(loop)) && stage.count[loop] > 1) {
        replacing = loop;
        tilesAgain *= loop > stage.reduction ? stage.count[loop] : 1;
      }
    }
    replacingLoop = replacing;
    tilesUntilAgain = tilesAgain;
    mayBeLoaded = !isOutput || (stage.count[stage.reduction] > 1 && tilesAgain > 1);
    boolean hasRows = tensor.isIndexedBy(Dimension.ROW);
    isNamedByRows = hasRows && inside >= stage.position(Dimension.ROW);
    isAlikeForAllRows = !isOutput && !isNamedByRows;
    for (int kind = 0; kind < TiledStage.KINDS; kind++) {
      if (stage.has(kind)) {
        words[kind] = stage.heldWords(tensor, inside, kind);
        loadTicks[kind] = durations.read(tensor, words[kind]);
        storeTicks[kind] = durations.write(tensor, words[kind]);
        piecesBeforeEnd[kind] = isPiecewise ? durations.piecesBeforeEnd(tensor, words[kind]) : null;
      }
    }
  }

  /** Whether a core works with several tiles in each of its dealt tiles. */
  boolean changesWithinRound(int dealtLoops) {
    return replacingLoop >= dealtLoops;
  }

  /** Whether the tile of a step of {@code kind} has to be loaded, not only made room for. */
  boolean isLoaded(int kind) {
    return !isOutput || TiledStage.continues(kind);
  }

  /** How many tiles must have left before tile {@code number} may be loaded. */
  long tilesToBeFreed(long number) {
    // Tile n takes the slot of tile n - s; the sums that it continues left as an earlier tile.
    long slotFree = number - slots + 1;
    return isOutput ? Math.max(slotFree, number - tilesUntilAgain + 1) : slotFree;
  }

  /** More than the ticks that all of its loads and stores take, on so many cores. */
  double mostTicks(int cores) {
    double tiles = 1;
    for (int loop = 0; loop <= replacingLoop; loop++) {
      tiles *= stage.count[loop];
    }
    int largest = stage.firstKind();
    return (tiles + cores) * ((double) loadTicks[largest] + storeTicks[largest]);
  }
}
