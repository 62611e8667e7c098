package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.TensorPrefetch;

/**
 * Which tiles of a tensor have left their slots, phase by phase, and when: cycles. Tile n takes the
 * slot of tile n − s, so its load can be requested when that tile has left.
 *
 * <p>No more tiles of a phase are counted than there are slots, because only the last of them
 * matter: the tiles of the next phase take their slots.
 */
final class SlotOrder {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** More than slots, a power of two. */
  private static final int RING = 4;

  /** The number of tiles of the phases so far. */
  private int taken;

  /** How many of these have left. */
  private int gone;

  private int heldAtMark;

  /** How many have left at the time that tiles are looked at. */
  private int goneThen;

  private TensorPrefetch tensor;

  /** The tile whose slot is taken by the next tile that is looked at. */
  private int before;

  /** When each of the last few tiles left, at least, by number of the tile. */
  private final double[] left = new double[RING];

  /**
   * The number of the phase with whose end each of these tiles left; −1 if it did not leave with an
   * end.
   */
  private final int[] phase = new int[RING];

  /** Begins another nest. */
  void use(TensorPrefetch tensor) {
    this.tensor = tensor;
  }

  /** Whether the tensor is loaded ahead and a phase has other tiles of it than the phase before. */
  boolean change(int phase, int loops) {
    return tensor.slots > 0 && Phase.advances(phase, loops);
  }

  /** Begins with empty slots. */
  void begin() {
    taken = 0;
    gone = 0;
    forgetTimes();
    for (int k = 0; k < RING; k++) {
      phase[k] = -1;
    }
  }

  /** Begins in the middle of a nest, with all slots in use. */
  void beginFull() {
    begin();
    taken = RING;
  }

  /** Sets the mark that {@link #beginAtMark} goes back to. */
  void mark() {
    heldAtMark = taken - gone;
  }

  /** Goes back to the mark. If the last tile had left there, it left at {@code ended}. */
  void beginAtMark(double ended) {
    gone = taken - heldAtMark;
    forgetTimes();
    if (taken == gone) {
      left[taken - 1 & RING - 1] = ended;
    }
  }

  /** Forgets all times. For this few, a loop takes less time than {@code Arrays.fill}. */
  private void forgetTimes() {
    for (int k = 0; k < RING; k++) {
      left[k] = NEVER;
    }
  }

  /** Skips {@code time} cycles. If the last tile has left, it left at {@code ended}. */
  void skip(double time, double ended) {
    for (int k = 0; k < RING; k++) {
      left[k] += time;
    }
    if (taken == gone) {
      left[taken - 1 & RING - 1] = ended;
    }
  }

  /** Begins a phase that has other tiles. */
  void take() {
    taken += tensor.tiles;
  }

  /**
   * Ends a phase whose tiles the next phase replaces.
   *
   * @param first when the first of several tiles has left, if they are loaded in order
   * @param span that phase: the others may have left when it began, the last left when it ended
   * @param number the number of the phase
   */
  void leave(double first, PhaseSpan span, int number) {
    gone = taken;
    boolean inOrder = tensor.tilesAhead > 1;
    for (int k = tensor.tiles; k > 1; k--) {
      double leaves = k == tensor.tiles ? first : span.began;
      left[taken - k & RING - 1] = inOrder ? leaves : NEVER;
      phase[taken - k & RING - 1] = -1;
    }
    left[taken - 1 & RING - 1] = span.ended;
    phase[taken - 1 & RING - 1] = number;
  }

  /**
   * Begins to look at the tiles that follow.
   *
   * @param afterLast whether from the last load of the phase at hand on, rather than from its
   *     beginning
   */
  void look(boolean afterLast) {
    before = taken - tensor.slots;
    goneThen = afterLast ? Math.max(gone, taken - tensor.heldAtLast) : gone;
  }

  /** Whether the next of them has a slot. */
  boolean hasSlot() {
    return before < goneThen;
  }

  /** When that slot was left, at least. */
  double left() {
    return isKnown() ? left[before & RING - 1] : NEVER;
  }

  /**
   * The number of the phase with whose end that slot was left; −1 if it was not left with an end.
   */
  int leftWith() {
    return isKnown() ? phase[before & RING - 1] : -1;
  }

  /** Whether it is known that a tile has left that slot. */
  private boolean isKnown() {
    return before >= 0 && before < gone;
  }

  /** Goes on to the next tile. */
  void next() {
    before++;
  }
}
