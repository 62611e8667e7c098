package org.flatsearch.cost;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A row of {@code rtl_attention_dev.csv}: the cycles that the RTL of TileFlow's validation
 * accelerator (MICRO 2023) took for one head of fused attention.
 */
public record RtlRow(Map<String, String> cells) {

  /** All measured rows; skips the test if the reference data is absent. */
  public static List<RtlRow> all() {
    return ReferenceTable.rows("rtl_attention_dev.csv").stream().map(RtlRow::new).toList();
  }

  public int get(String column) {
    return Integer.parseInt(cells.get(column));
  }

  /** The rows, keys and head dimension, in which the measured shapes differ. */
  public String shape() {
    return get("M") + "x" + get("L") + "x" + get("K");
  }

  /**
   * The measured head, with a batch for each tile of rows if {@code tilesAsBatches}.
   *
   * <p>The machine fetches K and V again for every tile of rows. A model does so only if they come
   * in several tiles; a single tile would stay. So if K or V of a row is a single tile, its tiles
   * of rows are expressed as batches, between which nothing is reused.
   */
  public AttentionWorkload workload(boolean tilesAsBatches) {
    int rows = tilesAsBatches ? get("micro_M") : get("M");
    return new AttentionWorkload(
        "rtl", "", get("M") / rows, 1, 1, rows, get("L"), get("K"), get("N"), 2);
  }

  /** Whether K or V is one tile, so that only batches make the model fetch it again. */
  public boolean needsTilesAsBatches() {
    return get("micro_K1") == get("K") || get("micro_K2") == get("L");
  }

  /**
   * The schedule that the machine ran: tiles of rows; Logit in chunks of the head dimension over
   * all keys, Attend in chunks of keys; K and V stream for every row tile. The slots are those that
   * fit both the measured times and the buffer: two of Q and V, three of K, one of O and of the
   * logits, which makes the array wait for their softmax.
   */
  public LoopNest nest() {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 2));
    residency.put(Tensor.K, Residency.inside(Dimension.QUERY_DIM, 3));
    residency.put(Tensor.V, Residency.inside(Dimension.KEY, 2));
    residency.put(Tensor.O, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.LOGITS, Residency.inside(Dimension.ROW, 1));
    StageLoops logit =
        new StageLoops(
            List.of(
                new TiledLoop(Dimension.QUERY_DIM, get("micro_K1")),
                new TiledLoop(Dimension.KEY, get("L"))),
            Stationarity.INPUT,
            false);
    StageLoops attend =
        new StageLoops(
            List.of(
                new TiledLoop(Dimension.KEY, get("micro_K2")),
                new TiledLoop(Dimension.VALUE_DIM, get("N"))),
            Stationarity.OUTPUT,
            false);
    List<TiledLoop> shared =
        List.of(new TiledLoop(Dimension.INSTANCE, 1), new TiledLoop(Dimension.ROW, get("micro_M")));
    return Nests.of(new AttentionSchedule(shared, logit, attend, residency));
  }
}
