package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LoopProducts;

/**
 * The tiles of one tensor that change with the steps of a phase: which they are, and how long they
 * take to transfer.
 */
final class StepTransfers {
  private final PhaseTensor tensor;
  private final int lastOfOne;
  private final int lastOfOther;

  /** The number of steps on each tile; 0 if the tile does not change within phases. */
  private int stepsEach;

  // By which of the two dimensions that index the tensor are at their last tile.
  private final double[] words = new double[4];
  private final double[] transfers = new double[4];
  private final double[] stores = new double[4];

  /**
   * Creates the transfers of a tensor.
   *
   * @param lastOfOne the bit of a {@link StepOrder} part that says that the first dimension of
   *     {@code tensor} is at its last tile
   * @param lastOfOther the bit for its other dimension
   */
  StepTransfers(PhaseTensor tensor, int lastOfOne, int lastOfOther) {
    this.tensor = tensor;
    this.lastOfOne = lastOfOne;
    this.lastOfOther = lastOfOther;
  }

  /**
   * Begins another stage.
   *
   * @param steps the number of steps of a phase
   */
  void begin(LoopProducts loops, int steps) {
    stepsEach = 0;
    if (steps > 0 && tensor.changesInside()) {
      stepsEach = (int) loops.trips[loops.trips.length - (2 << tensor.moves.deepest)];
    }
  }

  boolean isBuffered() {
    return tensor.isMoved();
  }

  /** Whether the tile changes within phases. */
  boolean moves() {
    return stepsEach > 0;
  }

  /** Whether a phase has more tiles of the tensor than slots. */
  boolean waits() {
    return stepsEach > 0 && tensor.exceedsSlots();
  }

  /** The number of tiles in a phase. */
  long tiles() {
    return tensor.moves.movesInside;
  }

  /** How often each word moves in a phase. */
  long times() {
    return tensor.moves.timesInside;
  }

  /** The set of the stage's own loops that change the tile. */
  int changingLoops() {
    return tensor.moves.ownChangingLoops;
  }

  int slots() {
    return tensor.slots;
  }

  /** Whether a step is the first on its tile. */
  boolean beginsWith(int step) {
    return stepsEach > 0 && step % stepsEach == 0;
  }

  /** Whether a step is the last on its tile. */
  boolean endsWith(int step) {
    return stepsEach > 0 && (step + 1) % stepsEach == 0;
  }

  int tileOf(int step) {
    return step / stepsEach;
  }

  /**
   * The last step on the tile whose slot the tile of {@code step} takes; negative if before the
   * phase.
   */
  int lastStepBefore(int step) {
    return (tileOf(step) - tensor.slots + 1) * stepsEach - 1;
  }

  /** How many of the last {@code most} tiles of a phase are in their slots when a step begins. */
  int heldAt(int step, int most) {
    return stepsEach == 0 ? most : (int) Math.min(most, tiles() - tileOf(step));
  }

  /** Measures the tiles of the kind at hand. */
  void measure(Figures figures) {
    if (stepsEach == 0) {
      return;
    }
    for (int last = 0; last < words.length; last++) {
      int one = (last & 1) == 0 ? ArrayWork.FULL : ArrayWork.LEAST;
      int other = (last & 2) == 0 ? ArrayWork.FULL : ArrayWork.LEAST;
      words[last] = tensor.words(one, other);
      transfers[last] = figures.readCycles(words[last], 1);
      stores[last] = figures.writeCycles(words[last], 1);
    }
  }

  /** The words of the tile that a step of {@code part} works on. */
  double words(int part) {
    return words[tile(part)];
  }

  /** The load of that tile: cycles. */
  double transfer(int part) {
    return transfers[tile(part)];
  }

  /** The store of that tile: cycles. */
  double store(int part) {
    return stores[tile(part)];
  }

  private int tile(int part) {
    return ((part & lastOfOne) == 0 ? 0 : 1) | ((part & lastOfOther) == 0 ? 0 : 2);
  }

  /**
   * Raises the time from the beginning of a phase until the slot is left that the first tile of the
   * next phase takes, if that is known to be within the phase.
   *
   * @param at where the figures of the tensor's loads ahead begin
   * @param ends the end of each step of the phase
   */
  void raiseSlotLeft(double[] cycles, int at, double[] ends, int steps) {
    int left = at + PhaseCycles.SLOT_LEFT;
    if (stepsEach > 0 && cycles[left] > 0) {
      cycles[left] = Math.max(cycles[left], ends[lastStepBefore(steps)]);
    }
  }
}
