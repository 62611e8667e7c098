package org.flatsearch.cost.walk;

import java.util.HashMap;
import java.util.Map;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * The row tiles whose keys are split into parts that several cores work on: which parts are still
 * to come, and what is done when none is. Each part leaves its sums and two statistics a row in
 * DRAM. The core that finishes the last one reads all, rescales and adds them on its lanes in F + 2
 * operations a row and part, and writes the output.
 */
final class Merges {
  private final WalkPlan plan;
  private final TiledStage attend;

  /** By row tile of an instance: the parts that have not been finished. */
  private final Map<Long, Integer> left = new HashMap<>();

  Merges(WalkPlan plan) {
    this.plan = plan;
    attend = plan.nest.stage(Stage.ATTEND);
  }

  /** A part of the row tile at {@code step} is finished; returns the merge if it was the last. */
  LaneJob finish(StageCursor step) {
    int row = step.index[attend.rowLoop];
    long tile = (long) step.index[0] * attend.count[attend.rowLoop] + row;
    int parts = parts(row);
    int after = left.getOrDefault(tile, parts) - 1;
    left.put(tile, after);
    return after == 0 ? merge(parts, step.kind) : null;
  }

  private int parts(int row) {
    int parts = 0;
    for (int part = 0; part < attend.count[attend.partLoop]; part++) {
      parts += attend.exists(part, row) ? 1 : 0;
    }
    return parts;
  }

  private LaneJob merge(int parts, int kind) {
    long rows = (long) attend.tile(0, kind) * attend.tile(attend.rowLoop, kind);
    int width = attend.extent(attend.ownLoop);
    long read = rows * (width + 2) * parts;
    long written = rows * width;
    PortWords port = new PortWords(plan.nest.nest, plan.durations);
    port.read(Tensor.STATISTICS, read);
    port.write(Tensor.O, written);
    long ticks = plan.durations.laneWork(read, port.bytes());
    port.write(Tensor.STATISTICS, read);
    port.read(Tensor.O, written);
    Stream[] streams = {
      Stream.of(Tensor.STATISTICS, false, read, plan.durations),
      Stream.of(Tensor.O, true, written, plan.durations)
    };
    return new LaneJob(false, ticks, streams, read, 0, port, null, 0);
  }
}
