package org.flatsearch.search.space.flat;

import java.util.List;
import org.flatsearch.cost.flat.FlatRules;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decision.Kind;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The loop nests that model {@code flat} accepts ({@link FlatRules}), and the first five decisions,
 * which both of its spaces share.
 */
final class FlatNests {
  /**
   * Where Q, K, V, O and the logits are held, off chip before on chip; the first of every vector.
   */
  static final List<Decision> PLACES =
      List.of(
          place(Tensor.Q),
          place(Tensor.K),
          place(Tensor.V),
          place(Tensor.O),
          new Decision("logits", Kind.CATEGORICAL, List.of("dram", "fused")));

  private static final int Q = Tensor.Q.ordinal();
  private static final int K = Tensor.K.ordinal();
  private static final int V = Tensor.V.ordinal();
  private static final int O = Tensor.O.ordinal();
  private static final int LOGITS = Tensor.LOGITS.ordinal();
  private static final int LOGITS_OUT = Tensor.LOGITS_OUT.ordinal();
  private static final int LOGITS_IN = Tensor.LOGITS_IN.ordinal();
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();
  private static final int QUERY_DIM = Dimension.QUERY_DIM.ordinal();
  private static final int VALUE_DIM = Dimension.VALUE_DIM.ordinal();

  private final int[] extents;

  FlatNests(AttentionWorkload workload) {
    extents = Extents.of(workload);
  }

  private static Decision place(Tensor tensor) {
    return new Decision(
        tensor.jsonName() + ".inside",
        Kind.CATEGORICAL,
        List.of("array", Dimension.ROW.jsonName()));
  }

  /** Whether model {@code flat} accepts {@code nest}. */
  boolean accepts(LoopNest nest) {
    return FlatRules.refusal(nest, extents).isEmpty();
  }

  /** Sets all of {@code nest}; the places of its tensors are the first decisions. */
  void fill(
      LoopNest nest,
      int[] decisions,
      Stationarity logit,
      Stationarity attend,
      int rowTile,
      int instanceTile) {
    nest.form = SharedLoops.INSTANCE_ROW;
    fill(nest.logit, QUERY_DIM, logit, rowTile, instanceTile);
    fill(nest.attend, VALUE_DIM, attend, rowTile, instanceTile);
    boolean fused = decisions[4] == 1;
    nest.fused = fused;
    place(nest, Q, decisions[0] == 1, FlatRules.STAGED_SLOTS);
    place(nest, K, decisions[1] == 1, FlatRules.STAGED_SLOTS);
    place(nest, V, decisions[2] == 1, FlatRules.STAGED_SLOTS);
    place(nest, O, decisions[3] == 1, FlatRules.STAGED_SLOTS);
    place(nest, LOGITS, fused, FlatRules.LOGIT_SLOTS);
    place(nest, LOGITS_OUT, false, 0);
    place(nest, LOGITS_IN, false, 0);
  }

  private void fill(
      LoopNest.StageNest stage,
      int headDim,
      Stationarity stationarity,
      int rowTile,
      int instanceTile) {
    stage.order[0] = INSTANCE;
    stage.order[FlatRules.ROW_POSITION] = ROW;
    stage.order[2] = KEY;
    stage.order[3] = headDim;
    stage.tile[INSTANCE] = instanceTile;
    stage.tile[ROW] = rowTile;
    stage.tile[KEY] = extents[KEY];
    stage.tile[headDim] = extents[headDim];
    stage.stationarity = stationarity;
    stage.transposed = false;
  }

  private static void place(LoopNest nest, int tensor, boolean staged, int slots) {
    nest.inside[tensor] = staged ? FlatRules.ROW_POSITION : LoopNest.AT_ARRAY;
    nest.slots[tensor] = staged ? slots : 0;
  }

  /** Reads the places of an accepted nest into the first decisions. */
  static void readPlaces(LoopNest nest, int[] decisions) {
    decisions[0] = isStaged(nest, Q);
    decisions[1] = isStaged(nest, K);
    decisions[2] = isStaged(nest, V);
    decisions[3] = isStaged(nest, O);
    decisions[4] = nest.fused ? 1 : 0;
  }

  private static int isStaged(LoopNest nest, int tensor) {
    return nest.inside[tensor] == LoopNest.AT_ARRAY ? 0 : 1;
  }

  static int rowTile(LoopNest nest) {
    return nest.logit.tile[ROW];
  }

  static int instanceTile(LoopNest nest) {
    return nest.logit.tile[INSTANCE];
  }
}
