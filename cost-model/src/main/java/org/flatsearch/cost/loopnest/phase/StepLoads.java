package org.flatsearch.cost.loopnest.phase;

/** The loads within a phase whose steps are known, in the order of the queue. */
final class StepLoads {
  // Tensors, as {@link #tensor} numbers them.

  static final int INPUT = 0;
  static final int WEIGHT = 1;
  static final int OUTPUT = 2;
  private static final int TENSORS = 3;

  /** The number of loads. */
  int size;

  /** Which tensor is loaded, by load. */
  final int[] tensor = new int[TENSORS * StepOrder.MOST];

  /** The first step that works on what is loaded, by load. */
  final int[] step = new int[TENSORS * StepOrder.MOST];

  /**
   * The last step on the tile whose slot is taken, by load; negative if that is before the phase.
   */
  final int[] leaves = new int[TENSORS * StepOrder.MOST];

  /**
   * Lists the loads of a stage.
   *
   * @param continues whether earlier phases have begun all sums
   */
  void list(
      StepOrder order,
      boolean isLogit,
      boolean continues,
      StepTransfers input,
      StepTransfers weight,
      StepTransfers output) {
    size = 0;
    for (int at = 1; at < order.steps; at++) {
      boolean comesBack = continues || (order.parts[at] & StepOrder.CONTINUES) != 0;
      if (isLogit) {
        add(INPUT, input, at);
        add(WEIGHT, weight, at);
        addIf(comesBack, output, at);
      } else {
        add(WEIGHT, weight, at);
        addIf(comesBack, output, at);
        add(INPUT, input, at);
      }
    }
  }

  private void addIf(boolean comesBack, StepTransfers output, int at) {
    if (comesBack) {
      add(OUTPUT, output, at);
    }
  }

  private void add(int what, StepTransfers transfers, int at) {
    if (transfers.beginsWith(at)) {
      tensor[size] = what;
      step[size] = at;
      leaves[size++] = transfers.lastStepBefore(at);
    }
  }

  /** The step that the last load precedes; 0 if there is no load. */
  int lastStep() {
    return size == 0 ? 0 : step[size - 1];
  }

  /** Which tensor is loaded last; −1 if there is no load. */
  int lastTensor() {
    return size == 0 ? -1 : tensor[size - 1];
  }
}
