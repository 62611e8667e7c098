package org.flatsearch.search.space.loopnest;

import java.math.BigInteger;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Which of the vectors that decode to the same schedule stands for it: the one whose decisions
 * without effect have value 0.
 */
final class Canonical {
  private static final Dimension[] DIMENSIONS = Dimension.values();

  private Canonical() {}

  static boolean is(int[] vector, LoopNestSpace space) {
    Form form = Form.VALUES[vector[Place.FORM]];
    return hasOnlyDecisionsOf(form, vector)
        && !isWholeRowTileOfHeads(form, vector, space)
        && isMappingCanonical(form, vector, Stage.LOGIT, space)
        && isMappingCanonical(form, vector, Stage.ATTEND, space)
        && areResidenciesCanonical(form, vector, space);
  }

  /** Makes {@code vector} the canonical one of the same schedule. */
  static void make(int[] vector, LoopNestSpace space) {
    Form form = Form.VALUES[vector[Place.FORM]];
    // The residencies first: where they are depends on the order of the loops.
    for (Tensor tensor : Residencies.TENSORS) {
      makeResidencyCanonical(tensor, form, vector, space);
    }
    if (isWholeRowTileOfHeads(form, vector, space)) {
      vector[Place.ATTEND_ROW_TILE] = vector[Place.ROW_TILE];
      form = Form.of(SharedLoops.INSTANCE, form.fused);
      vector[Place.FORM] = form.ordinal();
    }
    clearDecisionsNotOf(form, vector);
    makeMappingCanonical(form, vector, Stage.LOGIT, space);
    makeMappingCanonical(form, vector, Stage.ATTEND, space);
  }

  private static void clearDecisionsNotOf(Form form, int[] vector) {
    if (form.sharesRows) {
      vector[Place.ATTEND_ROW_TILE] = 0;
    }
    if (form.sharesKeys) {
      vector[Place.ATTEND_KEY_TILE] = 0;
    }
    if (form.fused) {
      vector[Place.LOGITS_OUT_INSIDE] = 0;
      vector[Place.LOGITS_OUT_SLOTS] = 0;
      vector[Place.LOGITS_IN_INSIDE] = 0;
      vector[Place.LOGITS_IN_SLOTS] = 0;
    } else {
      vector[Place.LOGITS_SLOTS] = 0;
    }
  }

  private static void makeMappingCanonical(
      Form form, int[] vector, Stage stage, LoopNestSpace space) {
    boolean isLogit = stage == Stage.LOGIT;
    if (space.hasSquareArray()) {
      vector[isLogit ? Place.LOGIT_TRANSPOSED : Place.ATTEND_TRANSPOSED] = 0;
    }
    int order = isLogit ? Place.LOGIT_ORDER : Place.ATTEND_ORDER;
    vector[order] = LoopOrder.firstAlike(vector[order], relevant(form, vector, stage, space));
  }

  /**
   * At the array slots do not matter. Inside a loop of a single iteration is inside the next loop
   * around that indexes the tensor and has several, or else that of instances.
   */
  private static void makeResidencyCanonical(
      Tensor tensor, Form form, int[] vector, LoopNestSpace space) {
    int place = Residencies.place(tensor);
    int[] loops = Residencies.loops(tensor);
    int value = vector[place];
    if (value == loops.length) {
      vector[place + 1] = 0;
      return;
    }
    Stage stage = tensor.stage();
    if (value == 0 || trips(DIMENSIONS[loops[value]], stage, form, vector, space) > 1) {
      return;
    }
    int[] shared = form.sharedOrder;
    int order = vector[stage == Stage.LOGIT ? Place.LOGIT_ORDER : Place.ATTEND_ORDER];
    int around = 0;
    for (int k = 0; k < shared.length + 3; k++) {
      // A shared loop comes up again in the order, where it is no longer around.
      int loop =
          k < shared.length ? shared[k] : LoopOrder.dimension(order, k - shared.length, stage);
      if (loop == loops[value]) {
        break;
      }
      int other = valueOf(loop, loops);
      boolean isShared = k >= shared.length && valueOf(loop, shared) >= 0;
      if (!isShared && other > 0 && trips(DIMENSIONS[loop], stage, form, vector, space) > 1) {
        around = other;
      }
    }
    vector[place] = around;
  }

  private static int valueOf(int loop, int[] loops) {
    for (int value = 0; value < loops.length; value++) {
      if (loops[value] == loop) {
        return value;
      }
    }
    return -1;
  }

  private static boolean hasOnlyDecisionsOf(Form form, int[] vector) {
    if (form.sharesRows && vector[Place.ATTEND_ROW_TILE] != 0
        || form.sharesKeys && vector[Place.ATTEND_KEY_TILE] != 0) {
      return false;
    }
    if (!form.fused) {
      return vector[Place.LOGITS_SLOTS] == 0;
    }
    return vector[Place.LOGITS_OUT_INSIDE] == 0
        && vector[Place.LOGITS_OUT_SLOTS] == 0
        && vector[Place.LOGITS_IN_INSIDE] == 0
        && vector[Place.LOGITS_IN_SLOTS] == 0;
  }

  /**
   * A shared row tile of all rows is the form of whole heads, whose stages tile the rows
   * themselves.
   */
  private static boolean isWholeRowTileOfHeads(Form form, int[] vector, LoopNestSpace space) {
    return form.sharesRows
        && !form.sharesKeys
        && space.tiles(Dimension.ROW).get(vector[Place.ROW_TILE]).trips == 1;
  }

  private static boolean isMappingCanonical(
      Form form, int[] vector, Stage stage, LoopNestSpace space) {
    boolean isLogit = stage == Stage.LOGIT;
    int transposed = vector[isLogit ? Place.LOGIT_TRANSPOSED : Place.ATTEND_TRANSPOSED];
    if (transposed != 0 && space.hasSquareArray()) {
      return false;
    }
    int relevant = relevant(form, vector, stage, space);
    int order = vector[isLogit ? Place.LOGIT_ORDER : Place.ATTEND_ORDER];
    return LoopOrder.firstAlike(order, relevant) == order;
  }

  /** The dimensions of the stage's own loops with several iterations; see {@link LoopOrder}. */
  private static int relevant(Form form, int[] vector, Stage stage, LoopNestSpace space) {
    int relevant = 0;
    if (!form.sharesRows && trips(Dimension.ROW, stage, form, vector, space) > 1) {
      relevant |= 1;
    }
    if (!form.sharesKeys && trips(Dimension.KEY, stage, form, vector, space) > 1) {
      relevant |= 2;
    }
    if (trips(stage.dimensions().get(3), stage, form, vector, space) > 1) {
      relevant |= 4;
    }
    return relevant;
  }

  private static boolean areResidenciesCanonical(Form form, int[] vector, LoopNestSpace space) {
    for (Tensor tensor : Residencies.TENSORS) {
      boolean isLogits = tensor == Tensor.LOGITS_OUT || tensor == Tensor.LOGITS_IN;
      if (isLogits && form.fused) {
        continue;
      }
      int[] loops = Residencies.loops(tensor);
      int value = vector[Residencies.place(tensor)];
      if (value == loops.length) {
        if (vector[Residencies.place(tensor) + 1] != 0) {
          return false;
        }
      } else if (value > 0) {
        Dimension loop = Dimension.values()[loops[value]];
        if (trips(loop, tensor.stage(), form, vector, space) == 1) {
          return false;
        }
      }
    }
    return true;
  }

  private static int trips(
      Dimension dimension, Stage stage, Form form, int[] vector, LoopNestSpace space) {
    boolean isAttend = stage == Stage.ATTEND;
    int place =
        switch (dimension) {
          case INSTANCE -> Place.INSTANCE_TILE;
          case ROW -> isAttend && !form.sharesRows ? Place.ATTEND_ROW_TILE : Place.ROW_TILE;
          case KEY -> isAttend && !form.sharesKeys ? Place.ATTEND_KEY_TILE : Place.KEY_TILE;
          case QUERY_DIM -> Place.QUERY_DIM_TILE;
          case VALUE_DIM -> Place.VALUE_DIM_TILE;
        };
    TileFigures tile = space.tiles(dimension).get(vector[place]);
    return tile.trips;
  }

  /** The number of vectors of {@code form} without the decisions that it does not have. */
  static BigInteger size(Form form, LoopNestSpace space) {
    long mappings = 3L * (space.hasSquareArray() ? 1 : 2);
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
    // Q, K, V and O, then either the slots of the fused logits or two more residencies.
    return size.multiply(BigInteger.valueOf(residencies).pow(4))
        .multiply(BigInteger.valueOf(form.fused ? 3 : residencies * residencies));
  }

  private static long count(Dimension dimension, LoopNestSpace space) {
    return space.tiles(dimension).size();
  }

  private static BigInteger product(long... factors) {
    BigInteger product = BigInteger.ONE;
    for (long factor : factors) {
      product = product.multiply(BigInteger.valueOf(factor));
    }
    return product;
  }
}
