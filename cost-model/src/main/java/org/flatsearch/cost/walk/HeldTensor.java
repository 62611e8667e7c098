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
  /** A factor that keeps the names of the tiles of different instances apart. */
  private static final long NAMES_OF_INSTANCE = 0x9E3779B97F4A7C15L;

  final Tensor tensor;
  final int id;
  final int slots;

  /** Whether the array writes it, so that it is stored, and loaded only to continue its sums. */
  final boolean isOutput;

  /** The loop inside which it is held. */
  final int inside;

  /**
   * The innermost loop that replaces the tile: a new iteration of it, or of a loop around it, needs
   * another tile. −1 if the core's first tile stays until its end. If loops are irregular, a new
   * iteration may need another tile; {@link #name} tells.
   */
  final int replacingLoop;

  /** Whether any tile is loaded: all inputs, and outputs that come back to have sums continued. */
  final boolean mayBeLoaded;

  /** Whether the rows of a tile are part of its name. */
  final boolean isNamedByRows;

  /**
   * Whether cores that work on rows of the same instances load the same tiles: of an input that is
   * held outside the row loop, or has no rows.
   */
  final boolean isAlikeForAllRows;

  /** Whether the array works on one piece of an arriving tile after another; else it waits. */
  final boolean isPiecewise;

  /** Whether another stage has loaded it. */
  final boolean isReadAgain;

  /** Whether its loads come from the buffer that all cores share where that holds them. */
  final boolean isShared;

  /**
   * After how many more tiles the sums of an output tile are continued, if they are: as many as the
   * loops inside the one over the stage's reduction run through.
   */
  private final long tilesUntilAgain;

  private final Durations durations;
  private final TiledStage stage;
  private final boolean dependsOnPlace;
  private final boolean coversKeys;
  private final boolean coversRows;

  /** By kind of step, once needed. */
  private final long[] words = new long[TiledStage.KINDS];

  private final long[] loadTicks = new long[TiledStage.KINDS];
  private final long[] storeTicks = new long[TiledStage.KINDS];

  /** By kind of step, as {@link Durations#piecesBeforeEnd}. */
  private final long[][] piecesBeforeEnd = new long[TiledStage.KINDS][];

  /**
   * @param isShared whether the shared buffer holds the keys and values of all instances at work
   */
  HeldTensor(TiledNest nest, Tensor tensor, Durations durations, boolean isShared) {
    this(nest, tensor, durations, isShared, false);
  }

  /** The tile of K as Attend sees it that reads V from it: it leaves after its last use there. */
  static HeldTensor keysWithValues(TiledNest nest, Durations durations) {
    return new HeldTensor(nest, Tensor.K, durations, false, true);
  }

  private HeldTensor(
      TiledNest nest, Tensor tensor, Durations durations, boolean isShared, boolean isReadAgain) {
    this.tensor = tensor;
    this.isReadAgain = isReadAgain;
    stage = nest.stage(tensor == Tensor.STATISTICS ? Stage.ATTEND : tensor.stage());
    this.durations = durations;
    this.isShared = isShared && (tensor == Tensor.K || tensor == Tensor.V);
    id = tensor.ordinal();
    slots = nest.slots(tensor);
    isOutput = tensor == Tensor.O || tensor == Tensor.LOGITS_OUT || tensor == Tensor.STATISTICS;
    isPiecewise = tensor == Tensor.K;
    inside = nest.inside(tensor);
    coversKeys = tensor.isIndexedBy(Dimension.KEY) && stage.keyLoop > inside;
    coversRows = tensor.isIndexedBy(Dimension.ROW) && stage.rowLoop > inside;
    dependsOnPlace = stage.isIrregular && (coversKeys || coversRows);
    int reduction = stage.position(stage.stage.reduction());
    boolean variesByPlace = stage.isMasked || stage.partLoop >= 0;
    int replacing = -1;
    long tilesAgain = 1;
    for (int loop = 0; loop <= inside; loop++) {
      boolean names = tensor.isIndexedBy(stage.dimension(loop)) || loop == stage.partLoop;
      // With a mask, other rows may need other keys, and other keys other rows.
      boolean changesRange =
          stage.isMasked
              && (loop == stage.rowLoop && coversKeys || loop == stage.keyLoop && coversRows);
      if ((names || changesRange) && (stage.count[loop] > 1 || variesByPlace)) {
        replacing = loop;
        tilesAgain *= loop > reduction ? stage.count[loop] : 1;
      }
    }
    replacingLoop = replacing;
    tilesUntilAgain = tilesAgain;
    mayBeLoaded =
        isOutput ? stage.reducesInSteps() && (tilesAgain > 1 || stage.isIrregular) : !isReadAgain;
    boolean hasRows = tensor.isIndexedBy(Dimension.ROW);
    isNamedByRows = hasRows && inside >= stage.rowLoop;
    isAlikeForAllRows = !isOutput && !isNamedByRows;
  }

  /** Words of the tile that the step at {@code step} works with. */
  long words(StageCursor step) {
    if (dependsOnPlace) {
      return stage.heldWords(tensor, inside, step.kind, step.index);
    }
    if (words[step.kind] == 0) {
      words[step.kind] = stage.heldWords(tensor, inside, step.kind, step.index);
    }
    return words[step.kind];
  }

  /** Bytes of that tile. */
  double bytes(StageCursor step) {
    return durations.bytes(tensor, words(step));
  }

  /** How long it takes to load it from DRAM. */
  long loadTicks(StageCursor step) {
    if (dependsOnPlace) {
      return durations.read(tensor, words(step));
    }
    if (loadTicks[step.kind] == 0) {
      loadTicks[step.kind] = durations.read(tensor, words(step));
    }
    return loadTicks[step.kind];
  }

  /** How long it takes to load it from the shared buffer and, of some words, from DRAM. */
  long loadTicks(StageCursor step, long fromDram) {
    long words = words(step);
    return fromDram == words
        ? loadTicks(step)
        : fromDram == 0 ? durations.fromShared(tensor, words) : durations.read(tensor, fromDram);
  }

  /** How long it takes at least on its core to load or store it. */
  long coreTicks(StageCursor step) {
    return durations.onCore(tensor, words(step));
  }

  /** How long it takes to store it. */
  long storeTicks(StageCursor step) {
    if (dependsOnPlace) {
      return durations.write(tensor, words(step));
    }
    if (storeTicks[step.kind] == 0) {
      storeTicks[step.kind] = durations.write(tensor, words(step));
    }
    return storeTicks[step.kind];
  }

  /** When the pieces of that tile arrive, as {@link Durations#piecesBeforeEnd}. */
  long[] piecesBeforeEnd(StageCursor step) {
    if (dependsOnPlace) {
      return durations.piecesBeforeEnd(tensor, words(step));
    }
    if (piecesBeforeEnd[step.kind] == null) {
      piecesBeforeEnd[step.kind] = durations.piecesBeforeEnd(tensor, words(step));
    }
    return piecesBeforeEnd[step.kind];
  }

  /** The number of the tile at {@code index} among all tiles: equal for what stays in its slot. */
  long name(int[] index) {
    return index[0] * NAMES_OF_INSTANCE + nameInInstance(index);
  }

  /** The same among the tiles of an instance. */
  long nameInInstance(int[] index) {
    long name = 0;
    for (int loop = 1; loop <= inside; loop++) {
      if (tensor.isIndexedBy(stage.dimension(loop)) || loop == stage.partLoop) {
        name = name * (stage.count[loop] + 1L) + index[loop];
      }
    }
    if (coversKeys) {
      name = name * (stage.count[stage.keyLoop] + 1L) + stage.firstCoveredKey(inside, index);
      name = name * (stage.count[stage.keyLoop] + 1L) + stage.lastCoveredKey(inside, index);
    }
    if (coversRows) {
      name = name * (stage.count[stage.rowLoop] + 1L) + stage.firstCoveredRow(inside, index);
      name = name * (stage.count[stage.rowLoop] + 1L) + stage.lastCoveredRow(inside, index);
    }
    return name;
  }

  /** Whether a core works with several tiles in each of its dealt tiles. */
  boolean changesWithinRound(int dealtLoops) {
    return replacingLoop >= dealtLoops;
  }

  /** Whether the tile of a step of {@code kind} has to be loaded, not only made room for. */
  boolean isLoaded(int kind) {
    return isOutput ? TiledStage.continues(kind) : !isReadAgain;
  }

  /**
   * How many tiles must have left before tile {@code number} may be loaded.
   *
   * @param sums the number of the tile as which the sums that it continues left, or −1; only read
   *     if loops are irregular
   */
  long tilesToBeFreed(long number, long sums) {
    // Tile n takes the slot of tile n - s; the sums that it continues left as an earlier tile.
    long slotFree = number - slots + 1;
    long sumsStored = stage.isIrregular ? sums + 1 : number - tilesUntilAgain + 1;
    return isOutput ? Math.max(slotFree, sumsStored) : slotFree;
  }

  /** More than the ticks that all of its loads and stores take, on so many cores. */
  double mostTicks(int cores) {
    double tiles = 1;
    for (int loop = 0; loop <= replacingLoop; loop++) {
      tiles *= stage.count[loop];
    }
    long largest = stage.largestWords(tensor, inside);
    return (tiles + cores)
        * ((double) durations.read(tensor, largest)
            + durations.write(tensor, largest)
            + 2.0 * durations.onCore(tensor, largest));
  }
}
