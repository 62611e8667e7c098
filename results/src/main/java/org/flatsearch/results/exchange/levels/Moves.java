package org.flatsearch.results.exchange.levels;

import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;

/** Where and how often the tiles of a buffered tensor move, to compare residencies. */
public final class Moves {
  private final LoopNest nest = new LoopNest();
  private final AttentionWorkload workload;

  /** For the tensors of a schedule that fits {@code workload}. */
  public Moves(AttentionSchedule schedule, AttentionWorkload workload) {
    nest.set(schedule);
    this.workload = workload;
  }

  /**
   * How often each tile is visited: the product of the iterations of those loops that do not index
   * the tensor but are around one that does. Only loops around its residency count, and only those
   * of several iterations.
   */
  public long visits(Tensor tensor) {
    long visits = 1;
    long pending = 1;
    for (int position = 0; position <= nest.inside[tensor.ordinal()]; position++) {
      long iterations = iterations(tensor, position);
      if (iterations > 1) {
        if (tensor.isIndexedBy(dimension(tensor, position))) {
          visits *= pending;
          pending = 1;
        } else {
          pending *= iterations;
        }
      }
    }
    return visits;
  }

  /**
   * The position of the innermost loop that cuts the tile of a tensor: one of several iterations,
   * around its residency, over a dimension that indexes it.
   */
  int innermost(Tensor tensor) {
    int innermost = 0;
    int last = Math.min(nest.inside[tensor.ordinal()], LoopNest.LOOPS - 1);
    for (int position = 0; position <= last; position++) {
      boolean indexes = tensor.isIndexedBy(dimension(tensor, position));
      if (indexes && iterations(tensor, position) > 1) {
        innermost = position;
      }
    }
    return innermost;
  }

  /**
   * The outermost loop inside which a tensor may be held as well, with the same tiles: loops
   * further in repeat none, or do not index it.
   */
  public Dimension outermostPlace(Tensor tensor) {
    return dimension(tensor, innermost(tensor));
  }

  private long iterations(Tensor tensor, int position) {
    int tile = nest.stage(tensor.stage()).tile[dimension(tensor, position).ordinal()];
    return Extents.tiles(Extents.of(workload, dimension(tensor, position)), tile);
  }

  private Dimension dimension(Tensor tensor, int position) {
    return Dimension.values()[nest.stage(tensor.stage()).order[position]];
  }
}
