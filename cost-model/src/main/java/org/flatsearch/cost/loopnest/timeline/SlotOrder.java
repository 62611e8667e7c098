package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.TensorPrefetch;

/**
 * Which tiles of a tensor have left their slots, phase by phase, and when: cycles. Tile n takes the
 * slot of tile n − s, so its load may be requested when that one has left.
 *
 * <p>Of a phase's tiles no more are counted than there are slots: those that the next phase's take
 * the slots of.
 */
final class SlotOrder {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** More than slots, a power of two. */
  private static final int RING = 4;

  /** Tiles of the phases so far. */
  private int taken;

  /** How many of those have left. */
  private int gone;

  private int heldAtMark;

  /** How many have left when tiles are looked at. */
  private int goneThen;

  private TensorPrefetch tensor;

  /** The tile whose slot the next one takes that is looked at. */
  private int before;

  /** By number, of the last few: when it left at least. */
  private final double[] left = new double[RING];

  /** By number: the phase with whose end it left, as the caller counts; −1 if not with an end. */
  private final int[] phase = new int[RING];

  /** Takes up another nest. */
  void use(TensorPrefetch tensor) {
    this.tensor = tensor;
  }

  /** Whether it is loaded ahead and a phase has other tiles of it than the one before. */
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

  /** Says that {@link #beginAtMark} is to go back to here. */
  void mark() {
    heldAtMark = taken - gone;
  }

  /** Goes back to the mark; if the last tile has left then, that was at {@code ended}. */
  void beginAtMark(double ended) {
    gone = taken - heldAtMark;
    forgetTimes();
    if (taken == gone) {
      left[taken - 1 & RING - 1] = ended;
    }
  }

  /** Of so few, a loop takes less than filling the array. */
  private void forgetTimes() {
    for (int k = 0; k < RING; k++) {
      left[k] = NEVER;
    }
  }

  /** Lets so much time go by; if the last tile has left, that was at {@code ended}. */
  void skip(double time, double ended) {
    for (int k = 0; k < RING; k++) {
      left[k] += time;
    }
    if (taken == gone) {
      left[taken - 1 & RING - 1] = ended;
    }
  }

  /** A phase begins that has other tiles. */
  void take() {
    taken += tensor.tiles;
  }

  /**
   * A phase is over and the next one changes the tiles.
   *
   * @param first when the first of several that are loaded in order has left
   * @param span that phase: the others may have left when it began, the last has when it ended
   * @param number which it is
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

  /** When that slot was left at least. */
  double left() {
    return isKnown() ? left[before & RING - 1] : NEVER;
  }

  /** With the end of which phase; −1 if not with an end. */
  int leftWith() {
    return isKnown() ? phase[before & RING - 1] : -1;
  }

  /** Whether a tile is known to have left it. */
  private boolean isKnown() {
    return before >= 0 && before < gone;
  }

  /** Goes past it. */
  void next() {
    before++;
  }
}
