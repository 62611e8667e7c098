package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;

/**
 * A place in one core's steps of one stage, with a look at the step after it. Each tensor's tiles
 * are numbered from 0 in the order of their first use.
 */
final class StageCursor {
  private static final int DIMENSIONS = Dimension.values().length;

  private final Tiling tiling;
  private final Dealing dealing;
  private final int core;
  private final Stage stage;
  private final int sharedLoops;
  private final List<BufferedUse> uses = new ArrayList<>();

  /** Dealt tile of {@link #index}. */
  private long round;

  /** Dealt tile of {@link #next}; the core's number of them if there is no next step. */
  private long nextRound;

  private final int[] index = new int[DIMENSIONS];
  private final int[] next = new int[DIMENSIONS];
  private boolean begun;

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

  StageCursor(StepShape shape, Dealing dealing, int core, Stage stage) {
    this.tiling = shape.tiling();
    this.dealing = dealing;
    this.core = core;
    this.stage = stage;
    sharedLoops = tiling.nest().form.count();
    for (HeldTile tile : shape.heldTiles(stage)) {
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
    return sharedTile != nextSharedTile || !hasNext();
  }

  int[] index() {
    return index;
  }

  int[] nextIndex() {
    return next;
  }

  /** The dealt tile of the step that the cursor is at, counted on this core from 0. */
  long round() {
    return round;
  }

  /** The dealt tile of the next step. */
  long nextRound() {
    return nextRound;
  }

  long sharedTile() {
    return sharedTile;
  }

  /** The buffered tensors of this stage in the order of loading. */
  List<BufferedUse> uses() {
    return uses;
  }

  /** Goes to the next step. */
  void advance() {
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
        use.loads = !use.tile.isOutput() || use.tile.continuesSums(index);
      }
      use.last = !hasNext() || use.tile.isReplacedAt(next);
    }
  }

  private void stepNext() {
    int[] order = tiling.nest().stage(stage).order;
    for (int position = LoopNest.LOOPS - 1; position >= dealing.loops(); position--) {
      int dimension = order[position];
      next[dimension]++;
      if (next[dimension] < tiling.count(stage, dimension)) {
        nextSharedTile += position < sharedLoops ? 1 : 0;
        return;
      }
      next[dimension] = 0;
    }
    nextRound++;
    nextSharedTile++;
    if (hasNext()) {
      dealing.locate(core, nextRound, next);
    }
  }

  /** The outermost loop that differs between the step that the cursor is at and the next one. */
  int outermostChange() {
    int[] order = tiling.nest().stage(stage).order;
    for (int position = 0; position < LoopNest.LOOPS; position++) {
      if (index[order[position]] != next[order[position]]) {
        return position;
      }
    }
    return LoopNest.LOOPS;
  }

  /** Whether the cursor is at a step. */
  boolean isBegun() {
    return begun;
  }

  /**
   * Moves the cursor as if that many more iterations of a loop had been walked, all alike.
   *
   * @param dimension the dimension of the loop
   * @param iterations how many iterations
   * @param sharedTiles how many shared tiles they have, 0 for a loop of this stage alone
   */
  void skip(int dimension, int iterations, long sharedTiles) {
    index[dimension] += iterations;
    next[dimension] += iterations;
    sharedTile += sharedTiles;
    nextSharedTile += sharedTiles;
    round += dealing.roundsOf(dimension, iterations);
    nextRound += dealing.roundsOf(dimension, iterations);
    for (BufferedUse use : uses) {
      use.tile.replaceAt(index);
    }
  }
}
