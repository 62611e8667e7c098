package org.flatsearch.search.space.loopnest;

import java.math.BigInteger;
import java.util.stream.LongStream;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Selects the canonical one of all vectors that decode to the same schedule: the one whose
 * decisions without effect have value 0.
 */
final class Canonical {
  private Canonical() {}

  /** Makes {@code vector} the canonical one of the same schedule. */
  static void make(int[] vector, LoopNestSpace space) {
    Form form = Form.VALUES[vector[DecisionIndex.FORM]];
    if (vector[DecisionIndex.V_INSIDE] == Residencies.IN_KEYS) {
      holdKeysForValues(form, vector);
    }
    // The residencies first: which loop encloses them depends on the order, which changes below.
    for (Tensor tensor : Residencies.TENSORS) {
      makeResidencyCanonical(tensor, form, vector, space);
    }
    if (isWholeRowTileOfHeads(form, vector, space)) {
      vector[DecisionIndex.ATTEND_ROW_TILE] = vector[DecisionIndex.ROW_TILE];
      form = Form.of(SharedLoops.INSTANCE, form.fused);
      vector[DecisionIndex.FORM] = form.ordinal();
    }
    clearDecisionsNotOf(form, vector);
    makeMappingCanonical(form, vector, Stage.LOGIT, space);
    makeMappingCanonical(form, vector, Stage.ATTEND, space);
    makeCutsCanonical(form, vector, space);
    vector[DecisionIndex.REGISTERS] =
        Places.firstAlike(
            vector[DecisionIndex.REGISTERS],
            form.fused,
            vector[DecisionIndex.Q_INSIDE] < Residencies.loops(Tensor.Q).length,
            vector[DecisionIndex.O_INSIDE] < Residencies.loops(Tensor.O).length);
  }

  /** Steps without effect are the last, which means none; parts the first that do the same. */
  private static void makeCutsCanonical(Form form, int[] vector, LoopNestSpace space) {
    KeyCuts cuts = space.cuts;
    int tile = space.tile(Dimension.KEY, vector[DecisionIndex.KEY_TILE]);
    boolean isCut = cuts.step(form, vector[DecisionIndex.KEY_STEP_TILE], tile) > 0;
    if (!isCut) {
      vector[DecisionIndex.KEY_STEP_TILE] = cuts.valueOfStep(0, tile);
    }
    if (!isCut || !isHeldInsideKeys(Tensor.K, vector) && !isHeldInsideKeys(Tensor.V, vector)) {
      vector[DecisionIndex.LOADS_STEPS] = 0;
    }
    int part = cuts.part(form, vector[DecisionIndex.KEY_PART_TILE], tile);
    vector[DecisionIndex.KEY_PART_TILE] = cuts.valueOfPart(part, tile);
  }

  private static boolean isHeldInsideKeys(Tensor tensor, int[] vector) {
    return vector[Residencies.index(tensor)] == Residencies.value(tensor, Dimension.KEY.ordinal());
  }

  private static void clearDecisionsNotOf(Form form, int[] vector) {
    if (form.sharesRows) {
      vector[DecisionIndex.ATTEND_ROW_TILE] = 0;
    }
    if (form.sharesKeys) {
      vector[DecisionIndex.ATTEND_KEY_TILE] = 0;
    }
    if (form.fused) {
      vector[DecisionIndex.LOGITS_OUT_INSIDE] = 0;
      vector[DecisionIndex.LOGITS_OUT_SLOTS] = 0;
      vector[DecisionIndex.LOGITS_IN_INSIDE] = 0;
      vector[DecisionIndex.LOGITS_IN_SLOTS] = 0;
    } else {
      vector[DecisionIndex.LOGITS_SLOTS] = 0;
    }
  }

  private static void makeMappingCanonical(
      Form form, int[] vector, Stage stage, LoopNestSpace space) {
    if (space.hasSquareArray) {
      vector[DecisionIndex.transposed(stage)] = 0;
    }
    int order = DecisionIndex.order(stage);
    vector[order] = LoopOrder.firstAlike(vector[order], relevant(form, vector, stage, space));
  }

  /**
   * At the array, slots do not matter. Inside a loop of a single iteration means the same as inside
   * the next enclosing loop that indexes the tensor and has several iterations or, if there is
   * none, inside the outermost loop inside which it can be held.
   */
  private static void makeResidencyCanonical(
      Tensor tensor, Form form, int[] vector, LoopNestSpace space) {
    int index = Residencies.index(tensor);
    Stage stage = tensor.stage();
    StageOrder order = form.order(stage, vector[DecisionIndex.order(stage)]);
    int position = order.inside(tensor.ordinal(), vector[index]);
    boolean isInKeys = tensor == Tensor.V && vector[index] == Residencies.IN_KEYS;
    if (position == LoopNest.AT_ARRAY || isInKeys) {
      vector[index + 1] = 0;
      return;
    }
    int outermost = Residencies.outermost(tensor, form.shared);
    int value = order.valueInside(tensor.ordinal(), position);
    int tile = space.tile(Dimension.KEY, vector[DecisionIndex.KEY_TILE]);
    boolean loadsSteps =
        vector[DecisionIndex.LOADS_STEPS] == 1
            && space.cuts.step(form, vector[DecisionIndex.KEY_STEP_TILE], tile) > 0;
    while (value < 0 || !isIterated(order.loop(position), stage, form, vector, space)) {
      boolean isCut = loadsSteps && value >= 0 && order.loop(position) == Dimension.KEY;
      if (isCut) {
        break;
      }
      if (position == outermost) {
        vector[index] = 0;
        return;
      }
      position--;
      value = order.valueInside(tensor.ordinal(), position);
    }
    vector[index] = value;
  }

  /** Says where K is held if V is in its tile. */
  private static void holdKeysForValues(Form form, int[] vector) {
    StageOrder logit = form.order(Stage.LOGIT, vector[DecisionIndex.LOGIT_ORDER]);
    int position = logit.inside(Tensor.K.ordinal(), vector[DecisionIndex.K_INSIDE]);
    vector[DecisionIndex.K_INSIDE] =
        logit.valueInside(Tensor.K.ordinal(), form.insideIfWithValues(position));
  }

  /**
   * Whether the shared row tile covers all rows: this is the same as the form of whole heads with
   * both stages' own row tiles covering all rows.
   */
  private static boolean isWholeRowTileOfHeads(Form form, int[] vector, LoopNestSpace space) {
    return form.sharesRows
        && !form.sharesKeys
        && space.isWhole(Dimension.ROW, vector[DecisionIndex.ROW_TILE]);
  }

  /** The dimensions of the stage's own loops with several iterations, one bit each. */
  private static int relevant(Form form, int[] vector, Stage stage, LoopNestSpace space) {
    int relevant = 0;
    if (!form.sharesRows && isIterated(Dimension.ROW, stage, form, vector, space)) {
      relevant |= LoopOrder.bit(Dimension.ROW);
    }
    if (!form.sharesKeys && isIterated(Dimension.KEY, stage, form, vector, space)) {
      relevant |= LoopOrder.bit(Dimension.KEY);
    }
    Dimension headDim = stage.dimensions().get(3);
    if (isIterated(headDim, stage, form, vector, space)) {
      relevant |= LoopOrder.bit(headDim);
    }
    return relevant;
  }

  private static boolean isIterated(
      Dimension dimension, Stage stage, Form form, int[] vector, LoopNestSpace space) {
    return !space.isWhole(dimension, vector[form.tileIndex(stage, dimension)]);
  }

  /** The number of vectors of {@code form}, counting only the decisions that apply to it. */
  static BigInteger size(Form form, LoopNestSpace space) {
    long mappings = 3L * (space.hasSquareArray ? 1 : 2);
    long orders = form.sharesKeys ? 1 : form.sharesRows ? 2 : 6;
    long residencies = 3 * 3 + 1;
    boolean wholeHeadsApart = form.sharesRows && !form.sharesKeys;
    long rowTiles = count(Dimension.ROW, space);
    BigInteger size =
        product(
            count(Dimension.INSTANCE, space),
            wholeHeadsApart ? rowTiles - 1 : rowTiles,
            count(Dimension.KEY, space),
            count(Dimension.QUERY_DIM, space),
            count(Dimension.VALUE_DIM, space),
            form.sharesRows ? 1 : rowTiles,
            form.sharesKeys ? 1 : count(Dimension.KEY, space),
            mappings * mappings * orders * orders);
    // Logits through DRAM cannot be held outside shared rows.
    long ofLogits = form.sharesRows ? residencies - 3 : residencies;
    long registers = space.decisions().get(DecisionIndex.REGISTERS).size();
    // Q, K, V and O, then either the slots of the fused logits or two more residencies.
    long ofValues = residencies + (space.mayHaveValuesInKeys() ? 1 : 0);
    return size.multiply(BigInteger.valueOf(residencies).pow(3))
        .multiply(BigInteger.valueOf(ofValues))
        .multiply(space.cuts.size(form))
        .multiply(BigInteger.valueOf(form.fused ? registers : 1))
        .multiply(BigInteger.valueOf(form.fused ? 3 : ofLogits * ofLogits));
  }

  private static long count(Dimension dimension, LoopNestSpace space) {
    return space.tiles(dimension).size();
  }

  private static BigInteger product(long... factors) {
    return LongStream.of(factors)
        .mapToObj(BigInteger::valueOf)
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }
}
