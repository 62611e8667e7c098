package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;

/** Legal loop nests drawn at random: all forms, orders, ragged tiles, residencies and slots. */
final class RandomNests {
  private final Random random;

  RandomNests(Random random) {
    this.random = random;
  }

  /**
   * @param extents elements by ordinal of {@link Dimension}
   * @param mostTiles most iterations of one loop, or so
   * @param smallness 1 draws every tile size alike, more prefers small ones
   */
  LoopNest next(int[] extents, int mostTiles, double smallness) {
    LoopNest nest = new LoopNest();
    nest.form = SharedLoops.values()[random.nextInt(4)];
    nest.fused = nest.form.shares(Dimension.KEY) || random.nextInt(3) > 0;
    int[] tiles = new int[extents.length];
    for (Stage stage : Stage.values()) {
      for (int d = 0; d < extents.length; d++) {
        boolean shared = nest.form.shares(Dimension.values()[d]);
        if (!shared || stage == Stage.LOGIT) {
          int least = (extents[d] + mostTiles - 1) / mostTiles;
          double share = Math.pow(random.nextDouble(), smallness);
          tiles[d] = least + (int) (share * (extents[d] - least + 1));
        }
      }
      fill(nest, stage, tiles);
    }
    Arrays.fill(nest.inside, LoopNest.AT_ARRAY);
    for (Tensor tensor : Tensor.values()) {
      boolean present =
          switch (tensor) {
            case Q, K, V, O -> true;
            case LOGITS -> nest.fused;
            case LOGITS_OUT, LOGITS_IN -> !nest.fused;
            case SOFTMAX, STATISTICS -> false;
          };
      if (present) {
        place(nest, tensor);
      }
    }
    nest.toSchedule();
    return nest;
  }

  private void fill(LoopNest nest, Stage stage, int[] tiles) {
    LoopNest.StageNest loops = nest.stage(stage);
    List<Dimension> own = new ArrayList<>(stage.dimensions());
    own.removeAll(nest.form.dimensions());
    Collections.shuffle(own, random);
    List<Dimension> order = new ArrayList<>(nest.form.dimensions());
    order.addAll(own);
    for (int k = 0; k < LoopNest.LOOPS; k++) {
      loops.order[k] = order.get(k).ordinal();
      loops.tile[loops.order[k]] = tiles[loops.order[k]];
    }
    loops.stationarity = Stationarity.values()[random.nextInt(3)];
    loops.transposed = random.nextBoolean();
  }

  private void place(LoopNest nest, Tensor tensor) {
    int t = tensor.ordinal();
    nest.slots[t] = 1 + random.nextInt(3);
    if (tensor == Tensor.LOGITS) {
      nest.inside[t] = nest.form.count() - 1;
      return;
    }
    boolean buffered = tensor == Tensor.O && nest.form.shares(Dimension.KEY);
    nest.inside[t] = random.nextInt(LoopNest.LOOPS + (buffered ? 0 : 1));
    if (nest.inside[t] == LoopNest.AT_ARRAY) {
      nest.slots[t] = 0;
    }
  }
}
