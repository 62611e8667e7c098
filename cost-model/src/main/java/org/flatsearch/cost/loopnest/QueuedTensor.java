package org.flatsearch.cost.loopnest;

/** Which loads of Q, K or V the queue can do before the phase that they are for begins. */
final class QueuedTensor {
  /** Its slots; 0 if the queue never loads it ahead. */
  int slots;

  /** Tiles of a phase that can be loaded before the phase begins. */
  int free;

  /** Whether the last of those takes the slot that the phase before leaves with its last step. */
  boolean followsLastStep;

  void set(QueuedTensor other) {
    slots = other.slots;
    free = other.free;
    followsLastStep = other.followsLastStep;
  }

  void clear() {
    slots = 0;
    free = 0;
    followsLastStep = false;
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
      boolean several = tensor.changesInside() && inOrder;
      free = several ? (int) Math.min(slots, tensor.moves.movesInside) : 1;
      followsLastStep = several ? slots <= tensor.moves.movesInside : slots == 1;
    }
  }

  /**
   * Whether a phase changes the tile but has one tile less than slots: the last of its tiles takes
   * the slot of the first one of the phase before, and the first of the next phase that of the
   * last.
   */
  boolean hasSlotToSpare() {
    return free > 1 && slots == free + 1;
  }

  boolean isLike(QueuedTensor other) {
    return slots == other.slots && free == other.free && followsLastStep == other.followsLastStep;
  }
}
