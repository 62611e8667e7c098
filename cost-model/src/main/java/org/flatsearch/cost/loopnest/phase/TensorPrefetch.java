package org.flatsearch.cost.loopnest.phase;

/** Which loads of Q, K or V the queue can do before the phase that they are for begins. */
public final class TensorPrefetch {
  /** The tensor's slots; 0 if the queue never loads it ahead. */
  public int slots;

  /** The number of tiles of a phase that can be loaded before the phase begins. */
  public int tilesAhead;

  /** The number of tiles of a phase, but at most the number of slots. */
  public int tiles;

  /**
   * How many of those tiles are still in their slots when the last load of a phase has ended and a
   * step begins that streams.
   */
  public int heldAtLast;

  void set(TensorPrefetch other) {
    slots = other.slots;
    tilesAhead = other.tilesAhead;
    tiles = other.tiles;
    heldAtLast = other.heldAtLast;
  }

  void clear() {
    slots = 0;
    tilesAhead = 0;
    tiles = 0;
    heldAtLast = 0;
  }

  /**
   * Describes a tensor.
   *
   * @param inOrder whether further tiles of a phase follow the first one without another wait
   */
  void describe(PhaseTensor tensor, boolean inOrder) {
    clear();
    if (tensor.isMoved()) {
      slots = tensor.slots;
      tiles = tensor.changesInside() ? (int) Math.min(slots, tensor.moves.movesInside) : 1;
      tilesAhead = inOrder ? tiles : 1;
      heldAtLast = tiles;
    }
  }

  boolean isLike(TensorPrefetch other) {
    return slots == other.slots
        && tilesAhead == other.tilesAhead
        && tiles == other.tiles
        && heldAtLast == other.heldAtLast;
  }
}
