package org.flatsearch.cost.walk;

import java.util.Arrays;

/**
 * A position in one core's steps of one stage: the step to be done next. Each tensor's tiles are
 * numbered from 0 in the order of their first use.
 *
 * <p>Which tiles a step begins or ends to use follows from two loops: the outermost one of which it
 * begins a new iteration, and the outermost one of which the step after it does.
 */
final class StageCursor {
  /** In place of a loop: the first step begins, and the last one ends, more than any loop. */
  static final int ALL = -1;

  final TiledStage stage;
  final HeldTensors held;
  private final Dealing dealing;
  private final int core;

  /** Iterations of each loop; 1 for loops that are not walked. */
  private final int[] limit = new int[TiledStage.LOOPS];

  /** How many shared tiles one iteration of the walked loops has: 1 if all shared loops are. */
  private final long sharedTilesEach;

  /** Whether there is no step left. */
  boolean done;

  /** The tile of each loop. */
  final int[] index = new int[TiledStage.LOOPS];

  /** The dealt tile, counted on this core from 0. */
  long round;

  /** The shared tile, counted on this core from 0; the number of all of them if it is done. */
  long sharedTile;

  /** The outermost loop of which the step begins a new iteration, or {@link #ALL}. */
  int begins;

  /** The outermost loop of which the step after it begins a new iteration, or {@link #ALL}. */
  int ends;

  /** The kind of the step: see {@link TiledStage}. */
  int kind;

  /** The number of the tile of each held tensor that the step works with. */
  final long[] number;

  /**
   * @param held the buffered tensors to number tiles of
   * @param walkedLoops how many of the outermost loops to walk, at least those that are dealt;
   *     those inside them stay at their first tile
   */
  StageCursor(TiledStage stage, HeldTensors held, Dealing dealing, int core, int walkedLoops) {
    this.stage = stage;
    this.held = held;
    this.dealing = dealing;
    this.core = core;
    number = new long[held.all.length];
    long sharedTiles = 1;
    for (int loop = 0; loop < TiledStage.LOOPS; loop++) {
      limit[loop] = loop < walkedLoops ? stage.count[loop] : 1;
      sharedTiles *= loop >= walkedLoops && loop < stage.sharedLoops ? stage.count[loop] : 1;
    }
    sharedTilesEach = sharedTiles;
    begins = ALL;
    dealing.locate(core, 0, index);
    look(0);
  }

  /** Goes to the next step. */
  void advance() {
    if (ends < stage.sharedLoops) {
      sharedTile += sharedTilesEach;
    }
    if (ends == ALL) {
      done = true;
      return;
    }
    begins = ends;
    int loop = begins;
    if (loop < dealing.loops()) {
      dealing.locate(core, ++round, index);
      loop = dealing.loops() - 1;
    } else {
      index[loop]++;
    }
    Arrays.fill(index, loop + 1, TiledStage.LOOPS, 0);
    look(Math.min(begins, loop));
    for (int k : held.replacedAt(begins)) {
      number[k]++;
    }
  }

  /** Sets what follows from the indices, of which those of loops before {@code from} are old. */
  private void look(int from) {
    ends = ALL;
    for (int loop = TiledStage.LOOPS - 1; loop >= from; loop--) {
      boolean last = index[loop] == stage.count[loop] - 1;
      kind = last ? kind | 1 << loop : kind & ~(1 << loop);
    }
    boolean continues = index[stage.reduction] > 0;
    kind = continues ? kind | 1 << TiledStage.CONTINUES : kind & ~(1 << TiledStage.CONTINUES);
    for (int loop = TiledStage.LOOPS - 1; loop >= dealing.loops(); loop--) {
      if (index[loop] < limit[loop] - 1) {
        ends = loop;
        return;
      }
    }
    if (round < dealing.size(core) - 1) {
      boolean lastRow = dealing.loops() == 1 || index[Dealing.ROW_LOOP] == dealing.rowTiles() - 1;
      ends = lastRow ? Dealing.INSTANCE_LOOP : Dealing.ROW_LOOP;
    }
  }

  /** Whether the step is the last of its shared tile. */
  boolean endsSharedTile() {
    return ends < stage.sharedLoops;
  }

  /** The outermost loop of which the step begins a new iteration; 0 for the first step. */
  int begunLoop() {
    return Math.max(begins, 0);
  }

  /** Moves on as if {@code iterations} more iterations of {@code loop} had been walked. */
  void skip(WatchedLoop loop, long iterations) {
    sharedTile += loop.sharedTiles() * iterations;
    if (loop.rounds() > 0) {
      round += loop.rounds() * iterations;
      if (!done) {
        dealing.locate(core, round, index);
        look(0);
      }
    } else {
      index[loop.position()] += (int) iterations;
    }
  }

  /** Where the cursor is in a loop; of dealt loops that are alike, the first stands for both. */
  long place(int loop) {
    if (loop < dealing.loops() && dealing.alike()) {
      return loop == 0 ? round : 0;
    }
    return index[loop];
  }

  /**
   * How many more iterations of {@code loop} can be skipped so that the cursor stays before the
   * last, and before rounds of fewer instances.
   */
  long left(WatchedLoop loop) {
    long iterations = stage.count[loop.position()] - 2 - index[loop.position()];
    if (loop.rounds() == 0) {
      return iterations;
    }
    long rounds = (dealing.lastAlike(core) - round) / loop.rounds();
    return loop.isRounds() ? rounds : Math.min(iterations, rounds);
  }
}
