package org.flatsearch.cost.loopnest.phase;

/** The loads within a phase whose steps are known, in the order of the queue. */
final class StepLoads {
  /** Tensors that are loaded. */
  static final int INPUT = 0;

  static final int WEIGHT = 1;
  static final int OUTPUT = 2;
  private static final int TENSORS = 3;

  /** How many there are. */
  int size;

  /** By load: what is loaded. */
  final int[] tensor = new int[TENSORS * StepOrder.MOST];

  /** By load: the first step that works with it. */
  final int[] step = new int[TENSORS * StepOrder.MOST];

  /** By load: the last step on the tile whose slot it takes; negative if before the phase. */
  final int[] leaves = new int[TENSORS * StepOrder.MOST];

  /**
   * Lists the loads of a stage.
   *
   * @param continues whether all sums have been begun before
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

  /** The last step that a load comes before; 0 if there is none. */
  int lastStep() {
    return size == 0 ? 0 : step[size - 1];
  }

  /** What is loaded last. */
  int lastTensor() {
    return size == 0 ? -1 : tensor[size - 1];
  }
}
