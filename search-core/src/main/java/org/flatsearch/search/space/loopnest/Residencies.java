package org.flatsearch.search.space.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Tensor;

/** The residencies that the space offers for each tensor, and the indexes of their decisions. */
final class Residencies {
  /** The tensors whose residency is a decision; that of fused logits is fixed. */
  static final Tensor[] TENSORS = {
    Tensor.Q, Tensor.K, Tensor.V, Tensor.O, Tensor.LOGITS_OUT, Tensor.LOGITS_IN
  };

  /** The value that means V in the tile of K, after those of its loops and the array. */
  static final int IN_KEYS = 4;

  private static final int[][] LOOPS = new int[Tensor.values().length][];
  private static final int[] INDEXES = new int[Tensor.values().length];

  static {
    for (Tensor tensor : TENSORS) {
      LOOPS[tensor.ordinal()] =
          tensor.stage().dimensions().stream()
              .filter(tensor::isIndexedBy)
              .mapToInt(Dimension::ordinal)
              .toArray();
    }
    INDEXES[Tensor.Q.ordinal()] = DecisionIndex.Q_INSIDE;
    INDEXES[Tensor.K.ordinal()] = DecisionIndex.K_INSIDE;
    INDEXES[Tensor.V.ordinal()] = DecisionIndex.V_INSIDE;
    INDEXES[Tensor.O.ordinal()] = DecisionIndex.O_INSIDE;
    INDEXES[Tensor.LOGITS_OUT.ordinal()] = DecisionIndex.LOGITS_OUT_INSIDE;
    INDEXES[Tensor.LOGITS_IN.ordinal()] = DecisionIndex.LOGITS_IN_INSIDE;
  }

  private Residencies() {}

  /**
   * The ordinals of the loops inside which {@code tensor} can be held; the next value is the array.
   */
  static int[] loops(Tensor tensor) {
    return LOOPS[tensor.ordinal()];
  }

  /** The value that means inside {@code loop}; negative if that does not index the tensor. */
  static int value(Tensor tensor, int loop) {
    int[] loops = loops(tensor);
    for (int value = 0; value < loops.length; value++) {
      if (loops[value] == loop) {
        return value;
      }
    }
    return -1;
  }

  /**
   * The position of the outermost loop inside which {@code tensor} can be held. Logits that go
   * through DRAM are held no further out than inside the innermost shared loop: a tile of more rows
   * would be loaded for Attend before Logit has made it. A residency further out therefore means
   * this one.
   */
  static int outermost(Tensor tensor, SharedLoops shared) {
    return tensor == Tensor.LOGITS_OUT || tensor == Tensor.LOGITS_IN ? shared.count() - 1 : 0;
  }

  /** The index of the decision on the residency of {@code tensor}; that on its slots is next. */
  static int index(Tensor tensor) {
    return INDEXES[tensor.ordinal()];
  }
}
