package org.flatsearch.search.space.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;

/** Turns vectors of {@link DecisionIndex} into nests, without allocating memory. */
final class NestDecoder {
  // Ordinals as constants: asking the enums for them takes as long as the rest of decoding.
  private static final int I = Dimension.INSTANCE.ordinal();
  private static final int P = Dimension.ROW.ordinal();
  private static final int M = Dimension.KEY.ordinal();
  private static final int E = Dimension.QUERY_DIM.ordinal();
  private static final int F = Dimension.VALUE_DIM.ordinal();
  private static final int LOGITS_OUT = Tensor.LOGITS_OUT.ordinal();
  private static final int LOGITS_IN = Tensor.LOGITS_IN.ordinal();
  private static final Stationarity[] STATIONARITIES = Stationarity.values();

  private final int[][] sizes;
  private final int[] extents;
  private final KeyCuts cuts;

  /**
   * @param sizes the tile sizes by dimension and value
   * @param extents by dimension
   */
  NestDecoder(int[][] sizes, int[] extents, KeyCuts cuts) {
    this.sizes = sizes;
    this.extents = extents;
    this.cuts = cuts;
  }

  void decode(int[] vector, LoopNest nest) {
    Form form = Form.VALUES[vector[DecisionIndex.FORM]];
    nest.form = form.shared;
    nest.fused = form.fused;
    nest.inside[Places.LOGITS] = form.insideOfLogits;
    nest.slots[Places.LOGITS] = vector[DecisionIndex.LOGITS_SLOTS] + 1;
    tiles(vector, form, nest.logit.tile, nest.attend.tile);
    StageOrder logit = mapping(vector, Stage.LOGIT, form, nest);
    residency(vector, logit, Places.Q, DecisionIndex.Q_INSIDE, nest);
    residency(vector, logit, Places.K, DecisionIndex.K_INSIDE, nest);
    residency(vector, logit, LOGITS_OUT, DecisionIndex.LOGITS_OUT_INSIDE, nest);
    StageOrder attend = mapping(vector, Stage.ATTEND, form, nest);
    residency(vector, attend, LOGITS_IN, DecisionIndex.LOGITS_IN_INSIDE, nest);
    boolean isInKeys = vector[DecisionIndex.V_INSIDE] == Residencies.IN_KEYS;
    if (isInKeys) {
      nest.inside[Places.K] = form.insideIfWithValues(nest.inside[Places.K]);
      nest.inside[Places.V] = nest.inside[Places.K];
      nest.slots[Places.V] = 0;
    } else {
      residency(vector, attend, Places.V, DecisionIndex.V_INSIDE, nest);
    }
    residency(vector, attend, Places.O, DecisionIndex.O_INSIDE, nest);
    nest.keyStep = cuts.step(form, vector[DecisionIndex.KEY_STEP_TILE], nest.logit.tile[M]);
    nest.keyPart = cuts.part(form, vector[DecisionIndex.KEY_PART_TILE], nest.logit.tile[M]);
    if (nest.keyStep > 0) {
      // Inside a loop of one iteration means inside the loop over keys, by tile or by step.
      liftFromWhole(nest, nest.logit, Places.K, E);
      liftFromWhole(nest, nest.attend, Places.V, F);
    }
    int registers = vector[DecisionIndex.REGISTERS];
    boolean loadsSteps = vector[DecisionIndex.LOADS_STEPS] == 1;
    Places.of(Stage.LOGIT, registers, loadsSteps, isInKeys, nest);
    Places.of(Stage.ATTEND, registers, loadsSteps, isInKeys, nest);
  }

  private void tiles(int[] vector, Form form, int[] logit, int[] attend) {
    int instanceTile = sizes[I][vector[DecisionIndex.INSTANCE_TILE]];
    logit[I] = instanceTile;
    attend[I] = instanceTile;
    logit[P] = sizes[P][vector[DecisionIndex.ROW_TILE]];
    attend[P] = sizes[P][vector[form.attendRowTile]];
    logit[M] = sizes[M][vector[DecisionIndex.KEY_TILE]];
    attend[M] = sizes[M][vector[form.attendKeyTile]];
    logit[E] = sizes[E][vector[DecisionIndex.QUERY_DIM_TILE]];
    attend[F] = sizes[F][vector[DecisionIndex.VALUE_DIM_TILE]];
  }

  /** Sets the order and the array mapping of {@code stage}; returns the order. */
  static StageOrder mapping(int[] vector, Stage stage, Form form, LoopNest nest) {
    LoopNest.StageNest loops = nest.stage(stage);
    StageOrder order = form.order(stage, vector[DecisionIndex.order(stage)]);
    order.copyTo(loops);
    loops.stationarity = STATIONARITIES[vector[DecisionIndex.stationarity(stage)]];
    loops.transposed = vector[DecisionIndex.transposed(stage)] == 1;
    return order;
  }

  private static void residency(
      int[] vector, StageOrder order, int tensor, int index, LoopNest nest) {
    nest.inside[tensor] = order.inside(tensor, vector[index]);
    nest.slots[tensor] = vector[index + 1] + 1;
  }

  private void liftFromWhole(LoopNest nest, LoopNest.StageNest loops, int tensor, int headDim) {
    int innermost = SharedLoops.INSTANCE_ROW_KEY.count();
    if (nest.inside[tensor] == innermost && loops.tile[headDim] >= extents[headDim]) {
      nest.inside[tensor] = innermost - 1;
    }
  }
}
