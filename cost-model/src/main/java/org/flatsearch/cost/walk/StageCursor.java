package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;

/**
 * A position in one core's steps of one stage, which also knows the step after it. Each tensor's
 * tiles are numbered from 0 in the order of their first use.
 */
final class StageCursor {
  private static final int DIMENSIONS = Dimension.values().length;

  private final Tiling tiling;
  private final Dealing dealing;
  private final int core;
  private final Stage stage;
  private final int sharedLoops;

  /** How many of the outermost loops are walked; those inside them stay at their first tile. */
  private final int walkedLoops;

  /** How many shared tiles one iteration of the walked loops has: 1 if all shared loops are. */
  private final long sharedTilesEach;

  private final List<BufferedUse> uses = new ArrayList<>();

  /** Dealt tile of {@link #index}. */
  private long round;

  /** Dealt tile of {@link #next}; the core's number of them if there is no next step. */
  private long nextRound;

  private final int[] index = new int[DIMENSIONS];
  private final int[] next = new int[DIMENSIONS];
  private boolean begun;
  private int begunLoop;

  /** The shared tile of {@link #index} and of {@link #next}, counted on this core from 0. */
  private long sharedTile = -1;

  private long nextSharedTile;

  /** How one buffered tensor takes part in the step that the cursor is at. */
  static final class BufferedUse {
    final HeldTile tile;

    /** The number of the tile that the step works with; -1 before the first step. */
    long number = -1;

    /** Whether the step is the first, and whether it is the last, that works with that tile. */
    boolean first;

    boolean last;

    /** Whether the tile is loaded: all inputs, and outputs whose sums have been begun before. */
    boolean loads;

    BufferedUse(HeldTile tile) {
      this.tile = tile;
    }
  }

  /**
   * @param tiles the buffered tensors to look at
   * @param walkedLoops how many of the outermost loops to walk, at least those that are dealt
   */
  StageCursor(
      StepShape shape,
      Dealing dealing,
      int core,
      Stage stage,
      List<HeldTile> tiles,
      int walkedLoops) {
    this.tiling = shape.tiling();
    this.dealing = dealing;
    this.core = core;
    this.stage = stage;
    this.walkedLoops = walkedLoops;
    sharedLoops = tiling.nest().form.count();
    long sharedTiles = 1;
    for (int position = walkedLoops; position < sharedLoops; position++) {
      sharedTiles *= tiling.count(stage, tiling.nest().stage(stage).order[position]);
    }
    sharedTilesEach = sharedTiles;
    for (HeldTile tile : tiles) {
      uses.add(new BufferedUse(tile));
    }
    dealing.locate(core, 0, next);
  }

  Stage stage() {
    return stage;
  }

  boolean hasNext() {
    return nextRound < dealing.size(core);
  }

  /** Whether the step that the cursor is at is the last of its shared tile. */
  boolean endsSharedTile() {
    return sharedTile != nextSharedTile;
  }

  int[] index() {
    return index;
  }

  /** The dealt tile of the step that the cursor is at, counted on this core from 0. */
  long round() {
    return round;
  }

  long sharedTile() {
    return sharedTile;
  }

  /** The shared tile of the next step; the number of all of them if there is none. */
  long nextSharedTile() {
    return nextSharedTile;
  }

  /** The buffered tensors of this stage in the order of loading. */
  List<BufferedUse> uses() {
    return uses;
  }

  /** Goes to the next step. */
  void advance() {
    begunLoop = begun ? outermostDifference() : 0;
    System.arraycopy(next, 0, index, 0, DIMENSIONS);
    sharedTile = nextSharedTile;
    round = nextRound;
    begun = true;
    stepNext();
    for (BufferedUse use : uses) {
      use.first = use.tile.isReplacedAt(index);
      if (use.first) {
        use.tile.replaceAt(index);
        use.number++;
        use.loads = use.tile.isLoadedAt(index);
      }
      use.last = !hasNext() || use.tile.isReplacedAt(next);
    }
  }

  private void stepNext() {
    int[] order = tiling.nest().stage(stage).order;
    for (int position = walkedLoops - 1; position >= dealing.loops(); position--) {
      int dimension = order[position];
      next[dimension]++;
      if (next[dimension] < tiling.count(stage, dimension)) {
        nextSharedTile += position < sharedLoops ? sharedTilesEach : 0;
        return;
      }
      next[dimension] = 0;
    }
    nextRound++;
    nextSharedTile += sharedTilesEach;
    if (hasNext()) {
      dealing.locate(core, nextRound, next);
    }
  }

  /** The position of the outermost loop of which the current step begins a new iteration. */
  int begunLoop() {
    return begunLoop;
  }

  private int outermostDifference() {
    int[] order = tiling.nest().stage(stage).order;
    for (int position = 0; position < LoopNest.LOOPS; position++) {
      if (index[order[position]] != next[order[position]]) {
        return position;
      }
    }
    return 0;
  }

  /**
   * Moves the cursor on as if {@code iterations} more iterations of {@code loop} had been walked.
   */
  void skip(WatchedLoop loop, long iterations) {
    sharedTile += loop.sharedTiles() * iterations;
    nextSharedTile += loop.sharedTiles() * iterations;
    long rounds = dealing.roundsOf(loop.dimension()) * iterations;
    round += rounds;
    nextRound += rounds;
    if (loop.dimension() != WatchedLoop.ROUNDS) {
      index[loop.dimension()] += (int) iterations;
      next[loop.dimension()] += (int) iterations;
    } else if (hasNext()) {
      dealing.locate(core, round, index);
      dealing.locate(core, nextRound, next);
    }
    for (BufferedUse use : uses) {
      use.tile.replaceAt(index);
    }
  }

  /** Adds the position of this cursor, with tiles numbered relative to those that have left. */
  void describe(TimelineState state, Slots slots) {
    state.value(begun);
    state.value(hasNext());
    for (BufferedUse use : uses) {
      state.value(use.number - slots.freed(use.tile.tensor));
      state.value(use.first);
      state.value(use.last);
      state.value(use.loads);
    }
    int[] order = tiling.nest().stage(stage).order;
    for (int position = 0; position < LoopNest.LOOPS; position++) {
      int dimension = order[position];
      if (position >= dealing.loops() || !dealing.alike()) {
        long iterationsLeft = tiling.count(stage, dimension) - 2 - next[dimension];
        if (position < dealing.loops()) {
          long roundsEach = dealing.roundsOf(dimension);
          iterationsLeft = Math.min(iterationsLeft, roundsLeft() / roundsEach);
        }
        state.place(stage, dimension, index[dimension], iterationsLeft);
        state.place(stage, dimension, next[dimension], iterationsLeft);
      }
    }
    if (dealing.alike()) {
      state.place(stage, WatchedLoop.ROUNDS, round, roundsLeft());
      state.place(stage, WatchedLoop.ROUNDS, nextRound, roundsLeft());
    }
  }

  /** How many rounds can be skipped before the next step is in the last round or a ragged one. */
  private long roundsLeft() {
    return dealing.lastAlike(core) - nextRound;
  }
}
