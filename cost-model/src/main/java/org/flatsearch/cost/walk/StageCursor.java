package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.schedule.Tensor;

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

  /** How many of the outermost loops are walked; those inside them stay at their first tile. */
  private final int walkedLoops;

  /** How many shared tiles one iteration of the walked loops has: 1 if all shared loops are. */
  private final long sharedTilesEach;

  /** Whether there is no step left. */
  boolean done;

  /** The tile of each loop. */
  final int[] index = new int[TiledStage.MOST_LOOPS];

  /** The tile of each loop at the next step. */
  private final int[] next = new int[TiledStage.MOST_LOOPS];

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

  /** The places in {@link #held} of the tensors whose tile the step is the first to use. */
  int[] begun;

  /** The places of those whose tile it is the last to use. */
  int[] ended;

  /** The number of the tile of each held tensor that the step works with. */
  final long[] number;

  /**
   * The number of the tile as which the sums of each output left that the step's tile continues, or
   * −1. Only kept if loops are irregular.
   */
  final long[] sums;

  /** By place: the number of the last tile of each name, of outputs. */
  private final List<Map<Long, Long>> lastNumbers = new ArrayList<>();

  /**
   * @param held the buffered tensors to number tiles of
   * @param walkedLoops how many of the outermost loops to walk, at least those that are dealt; all
   *     if loops are irregular
   */
  StageCursor(TiledStage stage, HeldTensors held, Dealing dealing, int core, int walkedLoops) {
    this.stage = stage;
    this.held = held;
    this.dealing = dealing;
    this.core = core;
    this.walkedLoops = walkedLoops;
    number = new long[held.all.length];
    sums = new long[held.all.length];
    long sharedTiles = 1;
    for (int loop = walkedLoops; loop < stage.sharedLoops; loop++) {
      sharedTiles *= stage.count[loop];
    }
    sharedTilesEach = sharedTiles;
    begins = ALL;
    begun = held.replacedAt(ALL);
    dealing.locate(core, 0, index);
    for (int loop = dealing.loops(); loop < stage.loops; loop++) {
      index[loop] = stage.first(loop, index);
    }
    if (stage.isIrregular) {
      for (int k = 0; k < number.length; k++) {
        lastNumbers.add(new HashMap<>());
      }
      findSums();
    }
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
    begun = ended;
    for (int k : begun) {
      number[k]++;
    }
    if (stage.isIrregular) {
      round += begins < dealing.loops() ? 1 : 0;
      System.arraycopy(next, 0, index, 0, stage.loops);
      findSums();
      look(0);
      return;
    }
    int loop = begins;
    if (loop < dealing.loops()) {
      dealing.locate(core, ++round, index);
      loop = dealing.loops() - 1;
    } else {
      index[loop]++;
    }
    Arrays.fill(index, loop + 1, stage.loops, 0);
    look(Math.min(begins, loop));
  }

  /** Remembers which tile of each output the sums at hand are in, and which they were in before. */
  private void findSums() {
    for (int k : begun) {
      HeldTensor tensor = held.all[k];
      if (tensor.isOutput && tensor.mayBeLoaded) {
        long name = tensor.isNamedByRows ? tensor.nameInInstance(index) : 0;
        Long before = lastNumbers.get(k).put(name, number[k]);
        sums[k] = before == null ? -1 : before;
      }
    }
  }

  /** Sets what follows from the indices, of which those of loops before {@code from} are old. */
  private void look(int from) {
    if (stage.isIrregular) {
      kind = stage.kind(index);
      findNext();
      return;
    }
    ends = ALL;
    for (int loop = stage.loops - 1; loop >= from; loop--) {
      boolean last = index[loop] == stage.count[loop] - 1;
      kind = last ? kind | 1 << loop : kind & ~(1 << loop);
    }
    kind = stage.withSums(kind, index);
    for (int loop = walkedLoops - 1; loop >= dealing.loops(); loop--) {
      if (index[loop] < stage.count[loop] - 1) {
        ends = loop;
        ended = held.replacedAt(ends);
        return;
      }
    }
    if (round < dealing.size(core) - 1) {
      dealing.locate(core, round + 1, next);
      ends = next[Dealing.INSTANCE_LOOP] == index[Dealing.INSTANCE_LOOP] ? 1 : 0;
    }
    ended = held.replacedAt(ends);
  }

  /** Finds the next step where loops are irregular, and what it replaces. */
  private void findNext() {
    System.arraycopy(index, 0, next, 0, stage.loops);
    int loop = stage.loops - 1;
    while (loop >= dealing.loops() && index[loop] >= stage.last(loop, index)) {
      loop--;
    }
    ends = loop;
    if (loop >= dealing.loops()) {
      next[loop]++;
    } else if (round < dealing.size(core) - 1) {
      dealing.locate(core, round + 1, next);
      ends = 0;
      while (next[ends] == index[ends]) {
        ends++;
      }
      loop = dealing.loops() - 1;
    } else {
      ends = ALL;
      ended = held.replacedAt(ALL);
      return;
    }
    for (int inner = loop + 1; inner < stage.loops; inner++) {
      next[inner] = stage.first(inner, next);
    }
    ended = held.replacedBetween(ends, index, next);
  }

  /**
   * The shared tiles that the mask hides in the rows of which the step is the first, or, where keys
   * are outside of rows, in the dealt tile of which it is the first; 0 at any other step.
   */
  long maskedStepsBefore() {
    boolean isRowOutside = stage.rowLoop < stage.keyLoop;
    return begins <= (isRowOutside ? stage.rowLoop : dealing.loops() - 1)
        ? stage.maskedSteps(index)
        : 0;
  }

  /** Whether the step is the last of its shared tile. */
  boolean endsSharedTile() {
    return ends < stage.sharedLoops;
  }

  /** Whether the step is the first of its shared tile. */
  boolean beginsSharedTile() {
    return begins < stage.sharedLoops;
  }

  /** Whether the step is the first of its dealt tile. */
  boolean beginsRound() {
    return begins < dealing.loops();
  }

  /** Whether the step is at the last tile of the stage's own dimension. */
  boolean isLastColumn() {
    return index[stage.ownLoop] == stage.count[stage.ownLoop] - 1;
  }

  /** The statistics of the rows of the output tile at hand: two words a row. */
  long statisticsOf(HeldTensor output) {
    return stage.heldWords(Tensor.STATISTICS, output.inside, kind, index);
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
      if (stage.isIrregular && !done) {
        look(0);
      }
    }
  }

  /** Where the cursor is in a loop; of dealt loops that are alike, the first stands for all. */
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
    long iterations = stage.last(loop.position(), index) - 1 - index[loop.position()];
    if (loop.rounds() == 0) {
      return iterations;
    }
    long rounds = (dealing.lastAlike(core) - round) / loop.rounds();
    return loop.isRounds() ? rounds : Math.min(iterations, rounds);
  }
}
