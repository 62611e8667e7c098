package org.flatsearch.cost.flat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.Nests;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;

/** Builds schedules that model {@code flat} accepts: fused, streamed and output stationary. */
final class FlatSchedule {
  enum Placement {
    STAGED,
    STREAMED
  }

  private final AttentionWorkload workload;
  private final Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
  private Stationarity logit = Stationarity.OUTPUT;
  private Stationarity attend = Stationarity.OUTPUT;
  private int instanceTile = 1;
  private int rowTile = 1;

  FlatSchedule(AttentionWorkload workload) {
    this.workload = workload;
    place(Placement.STREAMED, Placement.STREAMED, Placement.STREAMED, Placement.STREAMED);
    fused(true);
  }

  FlatSchedule place(Placement q, Placement k, Placement v, Placement o) {
    return place(Tensor.Q, q).place(Tensor.K, k).place(Tensor.V, v).place(Tensor.O, o);
  }

  FlatSchedule place(Tensor tensor, Placement placement) {
    residency.put(
        tensor,
        placement == Placement.STAGED ? Residency.inside(Dimension.ROW, 2) : Residency.atArray());
    return this;
  }

  FlatSchedule fused(boolean fused) {
    residency.keySet().removeAll(List.of(Tensor.LOGITS, Tensor.LOGITS_OUT, Tensor.LOGITS_IN));
    if (fused) {
      residency.put(Tensor.LOGITS, Residency.inside(Dimension.ROW, 1));
    } else {
      residency.put(Tensor.LOGITS_OUT, Residency.atArray());
      residency.put(Tensor.LOGITS_IN, Residency.atArray());
    }
    return this;
  }

  FlatSchedule stationarity(Stationarity logitStage, Stationarity attendStage) {
    logit = logitStage;
    attend = attendStage;
    return this;
  }

  FlatSchedule rowTile(int rows) {
    rowTile = rows;
    return this;
  }

  FlatSchedule instanceTile(int instances) {
    instanceTile = instances;
    return this;
  }

  AttentionSchedule toSchedule() {
    return new AttentionSchedule(
        List.of(
            new TiledLoop(Dimension.INSTANCE, instanceTile), new TiledLoop(Dimension.ROW, rowTile)),
        new StageLoops(
            List.of(
                new TiledLoop(Dimension.KEY, workload.keys()),
                new TiledLoop(Dimension.QUERY_DIM, workload.queryDim())),
            logit,
            false),
        new StageLoops(
            List.of(
                new TiledLoop(Dimension.KEY, workload.keys()),
                new TiledLoop(Dimension.VALUE_DIM, workload.valueDim())),
            attend,
            false),
        residency);
  }

  LoopNest toNest() {
    return Nests.of(toSchedule());
  }
}
