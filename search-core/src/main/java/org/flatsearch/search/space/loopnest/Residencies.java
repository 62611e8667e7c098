package org.flatsearch.search.space.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Tensor;

/** Which residencies the space gives each tensor, and where their decisions stand in the vector. */
final class Residencies {
  /** The tensors with a residency to decide; fused logits have none. */
  static final Tensor[] TENSORS = {
    Tensor.Q, Tensor.K, Tensor.V, Tensor.O, Tensor.LOGITS_OUT, Tensor.LOGITS_IN
  };

  private static final int[][] LOOPS = new int[Tensor.values().length][];
  private static final int[] PLACES = new int[Tensor.values().length];

  static {
    for (Tensor tensor : TENSORS) {
      LOOPS[tensor.ordinal()] =
          tensor.stage().dimensions().stream()
              .filter(tensor::isIndexedBy)
              .mapToInt(Dimension::ordinal)
              .toArray();
    }
    PLACES[Tensor.Q.ordinal()] = Place.Q_INSIDE;
    PLACES[Tensor.K.ordinal()] = Place.K_INSIDE;
    PLACES[Tensor.V.ordinal()] = Place.V_INSIDE;
    PLACES[Tensor.O.ordinal()] = Place.O_INSIDE;
    PLACES[Tensor.LOGITS_OUT.ordinal()] = Place.LOGITS_OUT_INSIDE;
    PLACES[Tensor.LOGITS_IN.ordinal()] = Place.LOGITS_IN_INSIDE;
  }

  private Residencies() {}

  /** Ordinals of the loops inside which {@code tensor} can be held; one value more is the array. */
  static int[] loops(Tensor tensor) {
    return LOOPS[tensor.ordinal()];
  }

  /** Where the decision on the residency of {@code tensor} stands; its slots are next. */
  static int place(Tensor tensor) {
    return PLACES[tensor.ordinal()];
  }
}
