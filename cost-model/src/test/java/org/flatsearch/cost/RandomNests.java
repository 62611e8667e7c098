package org.flatsearch.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Seeded generator of small accelerators, workloads and legal nests, ragged tiles included. */
public final class RandomNests {
  private final Random random;

  public RandomNests(long seed) {
    this(new Random(seed));
  }

  /** Draws from {@code random} in its current state. */
  public RandomNests(Random random) {
    this.random = random;
  }

  /** A workload with a few instances, grouped queries now and then, sometimes a single query. */
  public AttentionWorkload workload() {
    int keyValueHeads = 1 + random.nextInt(3);
    int group = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
    int queries = random.nextInt(8) == 0 ? 1 : 1 + random.nextInt(12);
    return new AttentionWorkload(
        "random",
        "",
        1 + random.nextInt(2),
        keyValueHeads * group,
        keyValueHeads,
        queries,
        1 + random.nextInt(14),
        1 + random.nextInt(9),
        1 + random.nextInt(9),
        1 + random.nextInt(2));
  }

  /** A workload of many rows and keys, so that nests of small tiles go round their loops often. */
  public AttentionWorkload longWorkload() {
    int heads = 1 + random.nextInt(3);
    int queries = 8 + random.nextInt(56);
    int keys = 4 + random.nextInt(28);
    int dim = 1 + random.nextInt(6);
    return new AttentionWorkload("random", "", 1, heads, heads, queries, keys, dim, dim, 2);
  }

  /**
   * A legal nest of {@code workload} in which most tiles are at most a quarter of their dimension;
   * in every second nest K and V are held for many shared tiles.
   */
  public LoopNest nestOfSmallTiles(AttentionWorkload workload) {
    LoopNest nest = nest(workload);
    int[] extents = Extents.of(workload);
    for (Dimension dimension : Dimension.values()) {
      int d = dimension.ordinal();
      int most = Math.max(1, extents[d] / 4);
      if (random.nextInt(4) > 0) {
        int tile = 1 + random.nextInt(most);
        nest.logit.tile[d] = nest.logit.tile[d] == 0 ? 0 : tile;
        nest.attend.tile[d] = nest.attend.tile[d] == 0 ? 0 : tile;
      }
    }
    if (random.nextBoolean()) {
      int inside = random.nextInt(2);
      for (Tensor tensor : List.of(Tensor.K, Tensor.V)) {
        nest.inside[tensor.ordinal()] = inside;
        nest.slots[tensor.ordinal()] = 1 + random.nextInt(2);
      }
    }
    return nest;
  }

  /** An accelerator whose figures are all small and different, with 1 to {@code maxCores} cores. */
  public Accelerator accelerator(int maxCores) {
    boolean shared = random.nextBoolean();
    double read = 1 + random.nextInt(16);
    return new Accelerator(
        "random",
        "",
        1 + random.nextInt(5),
        1 + random.nextInt(5),
        1 + random.nextInt(maxCores),
        random.nextBoolean(),
        1,
        1 + random.nextInt(2000),
        1 + random.nextInt(4),
        random.nextBoolean() ? Double.POSITIVE_INFINITY : 1 + random.nextInt(64),
        read,
        shared ? read : 1 + random.nextInt(16),
        shared,
        random.nextBoolean() ? 0 : random.nextInt(6),
        1 + random.nextInt(3),
        new Accelerator.FillCycles(random.nextInt(4), random.nextInt(4)),
        random.nextBoolean() ? 0 : random.nextInt(6),
        random.nextInt(3) == 0 ? Double.POSITIVE_INFINITY : 0.5 + random.nextInt(8),
        new Accelerator.LaneOperations(1 + random.nextInt(4), random.nextInt(3)),
        new Accelerator.Energy(1.1e-12, 0.3e-12, 0.7e-12, 1.3e-12, 1.7e-12, 31e-12, 37e-12, 0.01),
        Map.of());
  }

  /** Any legal nest of {@code workload}. */
  public LoopNest nest(AttentionWorkload workload) {
    return nest(workload, extent -> 1 + random.nextInt(extent));
  }

  /**
   * A legal nest of {@code workload} whose forms, orders, residencies and slots are drawn evenly.
   *
   * @param tile draws a tile of a dimension whose extent it is given
   */
  public LoopNest nest(AttentionWorkload workload, IntUnaryOperator tile) {
    LoopNest nest = new LoopNest();
    nest.form = SharedLoops.values()[random.nextInt(4)];
    nest.fused = nest.form.shares(Dimension.KEY) || random.nextBoolean();
    int[] extents = Extents.of(workload);
    fill(nest, Stage.LOGIT, extents, tile);
    fill(nest, Stage.ATTEND, extents, tile);
    for (Dimension dimension : nest.form.dimensions()) {
      nest.attend.tile[dimension.ordinal()] = nest.logit.tile[dimension.ordinal()];
    }
    nest.logit.tile[Dimension.VALUE_DIM.ordinal()] = 0;
    nest.attend.tile[Dimension.QUERY_DIM.ordinal()] = 0;
    for (Tensor tensor : Tensor.values()) {
      nest.inside[tensor.ordinal()] = random.nextInt(5);
      nest.slots[tensor.ordinal()] = 1 + random.nextInt(Residency.MAX_SLOTS);
    }
    nest.inside[Tensor.LOGITS.ordinal()] = nest.form.count() - 1;
    return nest;
  }

  private void fill(LoopNest nest, Stage stage, int[] extents, IntUnaryOperator tile) {
    LoopNest.StageNest loops = nest.stage(stage);
    List<Dimension> own = new ArrayList<>(stage.dimensions());
    own.removeAll(nest.form.dimensions());
    Collections.shuffle(own, random);
    List<Dimension> order = new ArrayList<>(nest.form.dimensions());
    order.addAll(own);
    for (int k = 0; k < LoopNest.LOOPS; k++) {
      int dimension = order.get(k).ordinal();
      loops.order[k] = dimension;
      loops.tile[dimension] = tile.applyAsInt(extents[dimension]);
    }
    loops.stationarity = Stationarity.values()[random.nextInt(3)];
    loops.transposed = random.nextBoolean();
  }
}
