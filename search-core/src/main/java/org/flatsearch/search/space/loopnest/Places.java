package org.flatsearch.search.space.loopnest;

import java.util.List;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * What holds the tensors of a nest whose loops and residencies are set: the buffer, registers, a
 * step's share of the buffer, or the tile of K.
 */
final class Places {
  // Ordinals as constants: asking the enum for them takes as long as the rest of decoding.
  static final int Q = Tensor.Q.ordinal();
  static final int K = Tensor.K.ordinal();
  static final int V = Tensor.V.ordinal();
  static final int O = Tensor.O.ordinal();
  static final int LOGITS = Tensor.LOGITS.ordinal();

  /** What is in registers together, by value of the decision: one bit by ordinal of the tensor. */
  private static final int[] IN_REGISTERS = {
    0, 1 << O, 1 << LOGITS, 1 << LOGITS | 1 << O, 1 << Q | 1 << LOGITS | 1 << O
  };

  /** The values of the decision on registers; the first means none. */
  static final List<String> LABELS = List.of("none", "O", "logits", "logits+O", "Q+logits+O");

  /** The position of the loop over keys where there are steps. */
  private static final int KEY_LOOP = SharedLoops.INSTANCE_ROW_KEY.count() - 1;

  private Places() {}

  /**
   * Sets those of a stage.
   *
   * @param registers value of the decision
   * @param loadsSteps whether K and V that are held inside the loop over keys are loaded by step
   * @param valuesInKeys whether V is in the tile of K
   */
  static void of(
      Stage stage, int registers, boolean loadsSteps, boolean valuesInKeys, LoopNest nest) {
    if (stage == Stage.LOGIT) {
      nest.place[Q] = place(Q, registers, nest);
      nest.place[K] = isStepped(K, loadsSteps, nest) ? Place.STEP : Place.BUFFER;
      ofLogits(registers, nest);
    } else {
      Place own = isStepped(V, loadsSteps, nest) ? Place.STEP : Place.BUFFER;
      nest.place[V] = valuesInKeys ? Place.KEYS : own;
      nest.place[O] = place(O, registers, nest);
    }
  }

  /** Sets that of the logits, which both stages need. */
  static void ofLogits(int registers, LoopNest nest) {
    nest.place[LOGITS] = place(LOGITS, registers, nest);
  }

  private static Place place(int tensor, int registers, LoopNest nest) {
    boolean isHeld = tensor == LOGITS || nest.inside[tensor] != LoopNest.AT_ARRAY;
    return nest.fused && isHeld && (IN_REGISTERS[registers] >> tensor & 1) != 0
        ? Place.REGISTERS
        : Place.BUFFER;
  }

  private static boolean isStepped(int tensor, boolean loadsSteps, LoopNest nest) {
    return loadsSteps && nest.keyStep > 0 && nest.inside[tensor] == KEY_LOOP;
  }

  /** The value of the decision on registers of a nest; negative if there is none. */
  static int registers(LoopNest nest) {
    int inRegisters = 0;
    for (Tensor tensor : Tensor.values()) {
      inRegisters |= nest.isInRegisters(tensor) ? 1 << tensor.ordinal() : 0;
    }
    boolean holdsQ = nest.inside[Q] != LoopNest.AT_ARRAY;
    boolean holdsO = nest.inside[O] != LoopNest.AT_ARRAY;
    return first(held(nest.fused, holdsQ, holdsO), inRegisters);
  }

  /** The first value of the decision on registers that does what {@code value} does. */
  static int firstAlike(int value, boolean fused, boolean holdsQ, boolean holdsO) {
    int held = held(fused, holdsQ, holdsO);
    return first(held, IN_REGISTERS[value] & held);
  }

  /** What is held at all: what is at the array is in no register, whatever the decision says. */
  private static int held(boolean fused, boolean holdsQ, boolean holdsO) {
    return fused ? 1 << LOGITS | (holdsQ ? 1 << Q : 0) | (holdsO ? 1 << O : 0) : 0;
  }

  private static int first(int held, int inRegisters) {
    for (int value = 0; value < IN_REGISTERS.length; value++) {
      if ((IN_REGISTERS[value] & held) == inRegisters) {
        return value;
      }
    }
    return -1;
  }
}
