package org.flatsearch.cost.loopnest.timeline;

import java.util.Arrays;

/**
 * When the lanes are done with what, phase by phase, at least: cycles. They do one piece of work at
 * a time in the order of becoming ready.
 */
final class PhaseLanes {
  private static final int RING = PhaseOrder.RING;

  /** When they have done all work so far. */
  double end;

  /** By phase of Logit, of the last few: when its logits are softmaxed. */
  private final double[] softmaxed = new double[RING];

  /** Softmaxes so far: cycles. */
  double softmaxCycles;

  /** The same and divisions. */
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

  /** Says that the softmax of {@code phase} has ended at {@code time}. */
  void setSoftmaxed(int phase, double time) {
    softmaxed[phase & RING - 1] = time;
  }

  /**
   * Does the softmax of {@code phase}.
   *
   * @param begin when it may begin
   * @param atLeast a time before which it has not ended
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
   * @param all the work on all of them
   * @param worked when the last is complete
   * @param last the work on that: cycles
   */
  void divide(double first, double all, double worked, double last) {
    allCycles += Math.max(last, all);
    end = Math.max(Math.max(end, first) + all, Math.max(end, worked) + last);
  }

  /**
   * Lets iterations of a loop go by: a division of the iteration before may come between softmaxes,
   * but the very first has none.
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
