package org.flatsearch.cost;

import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Nests that tests write by hand, and what they cost. */
public final class Nests {
  private Nests() {}

  public static LoopNest of(AttentionSchedule schedule) {
    LoopNest nest = new LoopNest();
    nest.set(schedule);
    return nest;
  }

  public static LoopNest copy(LoopNest nest) {
    LoopNest copy = new LoopNest();
    copy.copyFrom(nest);
    return copy;
  }

  /** Gives a stage its loops, the outermost first, with the tile of each. */
  public static void fill(
      LoopNest.StageNest loops, int[] tiles, Stationarity stationarity, Dimension... order) {
    for (int k = 0; k < LoopNest.LOOPS; k++) {
      loops.order[k] = order[k].ordinal();
      loops.tile[order[k].ordinal()] = tiles[k];
    }
    loops.stationarity = stationarity;
  }

  /** Holds a tensor inside the loop at a position, or {@link LoopNest#AT_ARRAY}. */
  public static void hold(LoopNest nest, Tensor tensor, int inside, int slots) {
    nest.inside[tensor.ordinal()] = inside;
    nest.slots[tensor.ordinal()] = slots;
  }

  /** Sets the tile of a stage, and with a shared loop that of the other too. */
  public static void setTile(LoopNest nest, Stage stage, int dimension, int tile) {
    if (nest.form.shares(Dimension.values()[dimension])) {
      nest.logit.tile[dimension] = tile;
      nest.attend.tile[dimension] = tile;
    } else {
      nest.stage(stage).tile[dimension] = tile;
    }
  }

  public static CostSheet cost(
      CostModel model, Accelerator accelerator, AttentionWorkload workload, LoopNest nest) {
    CostSheet sheet = new CostSheet();
    model.bind(accelerator, workload).evaluate(nest, sheet);
    return sheet;
  }
}
