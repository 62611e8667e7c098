package org.flatsearch.experiments.silicon;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;

/** The kernels that tables name: how each runs attention, and what its tuner tries. */
enum Kernel {
  /** Pallas on a TPU: logits and sums stay in vector memory, keys are loaded in larger tiles. */
  MOSAIC_TPU("mosaic-tpu", 1, List.of(256, 512, 1024, 2048, 4096)),
  /** Pallas on a Hopper GPU: two groups of warps a thread block, logits and sums in registers. */
  MOSAIC_GPU("mosaic-gpu", 2, List.of(64, 128)),
  /** Triton: one group of warps a thread block, logits and sums in registers. */
  TRITON("triton", 1, List.of(64, 128));

  private static final List<Integer> KEYS_OF_GPU = List.of(32, 64, 128, 256);
  private static final List<Integer> COMPUTE_KEYS = List.of(128, 256, 512, 1024);

  private final String label;
  private final int groups;
  private final List<Integer> queries;

  Kernel(String label, int groups, List<Integer> queries) {
    this.label = label;
    this.groups = groups;
    this.queries = queries;
  }

  /** The name in tables. */
  String label() {
    return label;
  }

  /** Whether {@code block_kv_compute} is a block size of its own. */
  boolean cutsLoadedKeys() {
    return this == MOSAIC_TPU;
  }

  /** The block sizes that the tuner tries, as far as the layer has so many queries and keys. */
  List<Blocks> grid(AttentionWorkload workload) {
    List<Blocks> grid = new ArrayList<>();
    for (int block : queries) {
      for (int keys : cutsLoadedKeys() ? queries : KEYS_OF_GPU) {
        for (int compute : cutsLoadedKeys() ? COMPUTE_KEYS : List.of(keys)) {
          if (block <= workload.queryLength() && keys <= workload.keyLength() && compute <= keys) {
            grid.add(new Blocks(block, keys, compute));
          }
        }
      }
    }
    return grid;
  }

  /**
   * The schedule of these blocks.
   *
   * @param workload one whose instances are query heads
   * @param stages tiles of K and V that there is room for
   */
  AttentionSchedule schedule(AttentionWorkload workload, Blocks blocks, int stages) {
    List<TiledLoop> shared =
        List.of(
            new TiledLoop(Dimension.INSTANCE, 1),
            new TiledLoop(Dimension.ROW, Math.min(groups * blocks.queries(), workload.rows())),
            new TiledLoop(Dimension.KEY, blocks.keys()));
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.K, Residency.inside(Dimension.KEY, stages));
    residency.put(Tensor.V, Residency.inside(Dimension.KEY, stages));
    if (cutsLoadedKeys()) {
      residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 2));
      residency.put(Tensor.O, Residency.inside(Dimension.ROW, 2));
      residency.put(Tensor.LOGITS, Residency.inside(Dimension.KEY, 2));
    } else {
      residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 1));
      residency.put(Tensor.O, Residency.inRegisters(Dimension.ROW, 1));
      residency.put(Tensor.LOGITS, Residency.inRegisters(Dimension.KEY, 1));
    }
    return new AttentionSchedule(
        shared,
        0,
        blocks.computeKeys() < blocks.keys() ? blocks.computeKeys() : 0,
        stage(Dimension.QUERY_DIM, workload.queryDim(), true),
        stage(Dimension.VALUE_DIM, workload.valueDim(), false),
        residency);
  }

  /**
   * A TPU's arrays hold K and V, so their sides are filled up to whole head dimensions; the groups
   * of warps of a GPU hold their rows.
   */
  private StageLoops stage(Dimension dimension, int extent, boolean isLogit) {
    return new StageLoops(
        List.of(new TiledLoop(dimension, extent)),
        this == MOSAIC_TPU ? Stationarity.WEIGHT : Stationarity.INPUT,
        this != MOSAIC_TPU && isLogit);
  }
}
