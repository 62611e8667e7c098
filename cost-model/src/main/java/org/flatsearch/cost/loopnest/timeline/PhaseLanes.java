package org.flatsearch.cost.loopnest.timeline;

import java.util.Arrays;

/**
 * When the lanes have finished what, phase by phase, at least: cycles. They do one piece of work at
 * a time in the order in which pieces become ready.
 */
final class PhaseLanes {
  private static final int RING = PhaseOrder.RING;

  /** When they have finished all work so far. */
  double end;

  /** When the softmax of each of the last few phases of Logit has ended. */
  private final double[] softmaxed = new double[RING];

  /** Softmaxes so far: cycles. */
  double softmaxCycles;

  /** Softmaxes and divisions so far: cycles. */
  double allCycles;

  void reset(double time) {
    end = time;
    Arrays.fill(softmaxed, time);
    softmaxCycles = 0;
    allCycles = 0;
  }

  /** When the softmax of a phase of Logit has ended. */
  double softmaxed(int phase) {
    return softmaxed[phase & RING - 1];
  }

  /** Sets when the softmax of {@code phase} has ended. */
  void setSoftmaxed(int phase, double time) {
    softmaxed[phase & RING - 1] = time;
  }

  /**
   * Does the softmax of {@code phase}.
   *
   * @param begin when it may begin
   * @param atLeast a time before which it does not end
   */
  void softmax(int phase, double begin, double cycles, double atLeast) {
    softmaxCycles += cycles;
    allCycles += cycles;
    end = Math.max(Math.max(end, begin) + cycles, atLeast);
    setSoftmaxed(phase, end);
  }

  /**
   * Divides the outputs of a phase.
   *
   * @param first when the first of them is complete
   * @param all the work on all of them: cycles
   * @param worked when the last of them is complete
   * @param last the work on the last: cycles
   */
  void divide(double first, double all, double worked, double last) {
    allCycles += Math.max(last, all);
    end = Math.max(Math.max(end, first) + all, Math.max(end, worked) + last);
  }

  /**
   * Skips iterations of a loop. A division of the iteration before may come between softmaxes, but
   * the very first softmax has none before it.
   *
   * @param softmaxes the softmaxes of all iterations: cycles
   * @param all all work of all iterations: cycles
   */
  void skip(double softmaxes, double all) {
    for (int k = 0; k < RING; k++) {
      softmaxed[k] += softmaxes;
    }
    end += all;
    softmaxCycles += softmaxes;
    allCycles += all;
  }
}
