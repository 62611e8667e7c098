package org.flatsearch.results.exchange;

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
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;

/** BERT-base with one sequence on TileFlow's edge accelerator, the case that TileFlow publishes. */
public final class BertBase {
  private BertBase() {}

  /** Four cores with 16×16 PEs and 384 KiB each. */
  public static Accelerator accelerator() {
    return SpecCatalogue.accelerator("tileflow-edge");
  }

  /** 12 heads, 512×512×64. */
  public static AttentionWorkload workload() {
    return SpecCatalogue.workload("bert").with("batch", "1");
  }

  /** The workload with another number of heads; of one, each of the four cores has a quarter. */
  public static AttentionWorkload workloadOfHeads(int heads) {
    String number = String.valueOf(heads);
    return workload().with(Map.of("queryHeads", number, "keyValueHeads", number));
  }

  /** Rows of 64, keys and values held for a whole head. */
  public static AttentionSchedule rowsOf64() {
    return rowsOf(64);
  }

  /** Rows in other tiles, keys and values held for a whole head. */
  public static AttentionSchedule rowsOf(int rows) {
    return schedule(rows, 512, Residency.inside(Dimension.INSTANCE, 1));
  }

  /** Rows of 64, keys and values fetched in tiles of 128 for each tile of rows. */
  public static AttentionSchedule streamedKeys() {
    return schedule(64, 128, Residency.inside(Dimension.KEY, 1));
  }

  /** Rows of 64 and keys in tiles of the given size, both in shared loops: an online softmax. */
  public static AttentionSchedule sharedKeys(Dimension outer, Dimension inner, int keys) {
    Map<Dimension, TiledLoop> tiles =
        Map.of(
            Dimension.ROW,
            new TiledLoop(Dimension.ROW, 64),
            Dimension.KEY,
            new TiledLoop(Dimension.KEY, keys));
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    for (Tensor tensor : List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O)) {
      Dimension own = tensor.isIndexedBy(Dimension.ROW) ? Dimension.ROW : Dimension.KEY;
      residency.put(tensor, Residency.inside(own, 1));
    }
    residency.put(Tensor.LOGITS, Residency.inside(inner, 1));
    return new AttentionSchedule(
        List.of(new TiledLoop(Dimension.INSTANCE, 1), tiles.get(outer), tiles.get(inner)),
        new StageLoops(List.of(new TiledLoop(Dimension.QUERY_DIM, 64)), Stationarity.OUTPUT, false),
        new StageLoops(List.of(new TiledLoop(Dimension.VALUE_DIM, 64)), Stationarity.INPUT, false),
        residency);
  }

  /** {@code schedule} with another residency of one tensor. */
  public static AttentionSchedule with(
      AttentionSchedule schedule, Tensor tensor, Residency residency) {
    Map<Tensor, Residency> residencies = new EnumMap<>(schedule.residency());
    residencies.put(tensor, residency);
    return new AttentionSchedule(
        schedule.shared(), schedule.logit(), schedule.attend(), residencies);
  }

  /** {@code schedule} with logits through DRAM. */
  public static AttentionSchedule withLogitsThroughDram(
      AttentionSchedule schedule, Residency residency) {
    Map<Tensor, Residency> residencies = new EnumMap<>(schedule.residency());
    residencies.remove(Tensor.LOGITS);
    residencies.put(Tensor.LOGITS_OUT, residency);
    residencies.put(Tensor.LOGITS_IN, residency);
    return new AttentionSchedule(
        schedule.shared(), schedule.logit(), schedule.attend(), residencies);
  }

  private static AttentionSchedule schedule(int rows, int keys, Residency keysAndValues) {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.K, keysAndValues);
    residency.put(Tensor.V, keysAndValues);
    residency.put(Tensor.O, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.LOGITS, Residency.inside(Dimension.ROW, 1));
    TiledLoop key = new TiledLoop(Dimension.KEY, keys);
    return new AttentionSchedule(
        List.of(new TiledLoop(Dimension.INSTANCE, 1), new TiledLoop(Dimension.ROW, rows)),
        new StageLoops(
            List.of(key, new TiledLoop(Dimension.QUERY_DIM, 64)), Stationarity.OUTPUT, false),
        new StageLoops(
            List.of(key, new TiledLoop(Dimension.VALUE_DIM, 64)), Stationarity.INPUT, false),
        residency);
  }
}
