package org.flatsearch.cost.flat;

import java.util.Optional;
import java.util.stream.Collectors;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.LoopNest.StageNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * The subset of schedules that FLAT's accounting covers:
 *
 * <ol>
 *   <li>the shared loops are (instance, row), with any tiles; whole heads are a row tile of P;
 *   <li>the stages' own dimensions are whole (a tile of the full extent, in any order);
 *   <li>Q, K, V and O are held inside the row loop ("staged") or at the array ("streamed");
 *   <li>logits are fused, or through DRAM with both {@code logitsOut} and {@code logitsIn} at the
 *       array;
 *   <li>slots are 2 for each staged tensor and 1 for the fused logits, because the model double
 *       buffers every tile but that one;
 *   <li>neither stage is transposed; any stationarity.
 * </ol>
 */
public final class FlatRules {
  /** Slots of a staged tensor. */
  public static final int STAGED_SLOTS = 2;

  /** Slots of the fused logits. */
  public static final int LOGIT_SLOTS = 1;

  /** The position of the shared row loop in both stages. */
  public static final int ROW_POSITION = 1;

  private static final Tensor[] OPERANDS = {Tensor.Q, Tensor.K, Tensor.V, Tensor.O};

  private FlatRules() {}

  /**
   * The rule that {@code nest} breaks, or empty if {@code flat} accepts it.
   *
   * @param nest a legal nest
   * @param extents of the workload, by ordinal of the dimension
   */
  public static Optional<String> refusal(LoopNest nest, int[] extents) {
    if (nest.form != SharedLoops.INSTANCE_ROW) {
      return Optional.of(
          "model 'flat' shares the loops (instance, row), but this schedule shares "
              + names(nest.form)
              + "; whole heads are a row tile of all "
              + extents[Dimension.ROW.ordinal()]
              + " rows");
    }
    for (Stage stage : Stage.values()) {
      Optional<String> refusal = stageRefusal(stage, nest.stage(stage), extents);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    for (Tensor tensor : OPERANDS) {
      Optional<String> refusal = operandRefusal(tensor, nest);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return nest.fused ? fusedLogitsRefusal(nest) : dramLogitsRefusal(nest);
  }

  private static Optional<String> stageRefusal(Stage stage, StageNest nest, int[] extents) {
    for (Dimension dimension : stage.dimensions()) {
      int tile = nest.tile[dimension.ordinal()];
      int extent = extents[dimension.ordinal()];
      boolean shared = dimension == Dimension.INSTANCE || dimension == Dimension.ROW;
      if (!shared && tile != extent) {
        return Optional.of(
            "model 'flat' keeps the stages' own dimensions whole, but the "
                + dimension.jsonName()
                + " tile of stage "
                + stage.jsonName()
                + " is "
                + tile
                + "; use "
                + extent);
      }
    }
    if (nest.transposed) {
      return Optional.of(
          "model 'flat' does not transpose the array mapping, but stage "
              + stage.jsonName()
              + " is transposed; use \"transposed\": false");
    }
    return Optional.empty();
  }

  private static Optional<String> operandRefusal(Tensor tensor, LoopNest nest) {
    int position = nest.inside[tensor.ordinal()];
    if (position == LoopNest.AT_ARRAY) {
      return Optional.empty();
    }
    if (position != ROW_POSITION) {
      return Optional.of(
          "model 'flat' holds "
              + tensor.jsonName()
              + " inside the row loop (staged) or at the array (streamed), but it is held inside '"
              + Dimension.values()[nest.stage(tensor.stage()).order[position]].jsonName()
              + "'; use \"inside\": \"row\" or \"array\"");
    }
    if (nest.slots[tensor.ordinal()] != STAGED_SLOTS) {
      return slotsRefusal(tensor, nest, STAGED_SLOTS);
    }
    return Optional.empty();
  }

  private static Optional<String> fusedLogitsRefusal(LoopNest nest) {
    return nest.slots[Tensor.LOGITS.ordinal()] == LOGIT_SLOTS
        ? Optional.empty()
        : slotsRefusal(Tensor.LOGITS, nest, LOGIT_SLOTS);
  }

  private static Optional<String> slotsRefusal(Tensor tensor, LoopNest nest, int expected) {
    return Optional.of(
        "model 'flat' double-buffers every tile but that of the fused logits, but "
            + tensor.jsonName()
            + " has "
            + nest.slots[tensor.ordinal()]
            + " slots; use \"slots\": "
            + expected);
  }

  private static Optional<String> dramLogitsRefusal(LoopNest nest) {
    for (Tensor tensor : new Tensor[] {Tensor.LOGITS_OUT, Tensor.LOGITS_IN}) {
      if (nest.inside[tensor.ordinal()] != LoopNest.AT_ARRAY) {
        return Optional.of(
            "model 'flat' streams logits that go through DRAM, but "
                + tensor.jsonName()
                + " is held in the buffer; use \"inside\": \"array\"");
      }
    }
    return Optional.empty();
  }

  private static String names(SharedLoops form) {
    return form.dimensions().stream()
        .map(Dimension::jsonName)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
