package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/** Which residencies the space gives each tensor, and where their decisions stand in the vector. */
final class Residencies {
  /** The tensors with a residency to decide; fused logits have none. */
  static final Tensor[] TENSORS = {
    Tensor.Q, Tensor.K, Tensor.V, Tensor.O, Tensor.LOGITS_OUT, Tensor.LOGITS_IN
  };

  private static final int[][] LOOPS = new int[Tensor.values().length][];
  private static final int[][] HELD_INSIDE = new int[Tensor.values().length][];
  private static final Tensor[][] OF_STAGE = new Tensor[Stage.values().length][];
  private static final int[] PLACES = new int[Tensor.values().length];
  private static final int[][] SHARED_ORDER = new int[Form.VALUES.length][];

  static {
    for (Tensor tensor : TENSORS) {
      LOOPS[tensor.ordinal()] =
          tensor.stage().dimensions().stream()
              .filter(tensor::isIndexedBy)
              .mapToInt(Dimension::ordinal)
              .toArray();
      int[] inside = Arrays.copyOf(loops(tensor), loops(tensor).length + 1);
      inside[inside.length - 1] = StageOrder.ARRAY;
      HELD_INSIDE[tensor.ordinal()] = inside;
    }
    for (Stage stage : Stage.values()) {
      OF_STAGE[stage.ordinal()] =
          Arrays.stream(TENSORS).filter(tensor -> tensor.stage() == stage).toArray(Tensor[]::new);
    }
    PLACES[Tensor.Q.ordinal()] = Place.Q_INSIDE;
    PLACES[Tensor.K.ordinal()] = Place.K_INSIDE;
    PLACES[Tensor.V.ordinal()] = Place.V_INSIDE;
    PLACES[Tensor.O.ordinal()] = Place.O_INSIDE;
    PLACES[Tensor.LOGITS_OUT.ordinal()] = Place.LOGITS_OUT_INSIDE;
    PLACES[Tensor.LOGITS_IN.ordinal()] = Place.LOGITS_IN_INSIDE;
    for (Form form : Form.VALUES) {
      SHARED_ORDER[form.ordinal()] =
          form.shared.dimensions().stream().mapToInt(Dimension::ordinal).toArray();
    }
  }

  private Residencies() {}

  /** Ordinals of the loops inside which {@code tensor} can be held; one value more is the array. */
  static int[] loops(Tensor tensor) {
    return LOOPS[tensor.ordinal()];
  }

  /** The tensors of {@code stage} with a residency to decide. */
  static Tensor[] tensors(Stage stage) {
    return OF_STAGE[stage.ordinal()];
  }

  /** What a value means: the ordinal of a loop of {@link #loops}, or {@link StageOrder#ARRAY}. */
  static int heldInside(Tensor tensor, int value) {
    return HELD_INSIDE[tensor.ordinal()][value];
  }

  /** Where the decision on the residency of {@code tensor} stands; its slots are next. */
  static int place(Tensor tensor) {
    return PLACES[tensor.ordinal()];
  }

  /** Ordinals of the shared dimensions of {@code form}, outermost first. */
  static int[] sharedOrder(Form form) {
    return SHARED_ORDER[form.ordinal()];
  }
}
