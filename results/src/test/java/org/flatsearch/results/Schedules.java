package org.flatsearch.results;

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

/** Schedules that several tests use. */
final class Schedules {
  /** The example of the design document: rows of 128, K resident, V streamed. */
  static final String EXAMPLE =
      """
      { "schemaVersion": 1, "madeFor": {"accelerator": "flat-edge", "workload": "bert-4096"},
        "shared": [ {"loop": "instance", "tile": 1}, {"loop": "row", "tile": 128} ],
        "logit":  { "loops": [ {"loop": "key", "tile": 512}, {"loop": "queryDim", "tile": 64} ], "stationarity": "output", "transposed": false },
        "attend": { "loops": [ {"loop": "key", "tile": 256}, {"loop": "valueDim", "tile": 64} ], "stationarity": "input", "transposed": false },
        "residency": { "Q": {"inside": "row", "slots": 2}, "K": {"inside": "instance", "slots": 1}, "V": {"inside": "array"},
                       "O": {"inside": "row", "slots": 2}, "logits": {"inside": "row", "slots": 1} } }
      """;

  private Schedules() {}

  /** The schedule of {@link #EXAMPLE} as an object. */
  static AttentionSchedule example() {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 2));
    residency.put(Tensor.K, Residency.inside(Dimension.INSTANCE, 1));
    residency.put(Tensor.V, Residency.atArray());
    residency.put(Tensor.O, Residency.inside(Dimension.ROW, 2));
    residency.put(Tensor.LOGITS, Residency.inside(Dimension.ROW, 1));
    return new AttentionSchedule(
        List.of(new TiledLoop(Dimension.INSTANCE, 1), new TiledLoop(Dimension.ROW, 128)),
        new StageLoops(
            List.of(new TiledLoop(Dimension.KEY, 512), new TiledLoop(Dimension.QUERY_DIM, 64)),
            Stationarity.OUTPUT,
            false),
        new StageLoops(
            List.of(new TiledLoop(Dimension.KEY, 256), new TiledLoop(Dimension.VALUE_DIM, 64)),
            Stationarity.INPUT,
            false),
        residency);
  }

  /** Rows and keys on their own in each stage, logits through DRAM. */
  static AttentionSchedule throughDram() {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 2));
    residency.put(Tensor.K, Residency.inside(Dimension.KEY, 3));
    residency.put(Tensor.V, Residency.inside(Dimension.KEY, 2));
    residency.put(Tensor.O, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.LOGITS_OUT, Residency.atArray());
    residency.put(Tensor.LOGITS_IN, Residency.inside(Dimension.KEY, 2));
    return new AttentionSchedule(
        List.of(new TiledLoop(Dimension.INSTANCE, 2)),
        new StageLoops(
            List.of(
                new TiledLoop(Dimension.ROW, 100),
                new TiledLoop(Dimension.KEY, 60),
                new TiledLoop(Dimension.QUERY_DIM, 64)),
            Stationarity.WEIGHT,
            true),
        new StageLoops(
            List.of(
                new TiledLoop(Dimension.ROW, 512),
                new TiledLoop(Dimension.KEY, 60),
                new TiledLoop(Dimension.VALUE_DIM, 64)),
            Stationarity.OUTPUT,
            false),
        residency);
  }

  /** Keys shared: an online softmax. */
  static AttentionSchedule online() {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 2));
    residency.put(Tensor.K, Residency.inside(Dimension.KEY, 2));
    residency.put(Tensor.V, Residency.inside(Dimension.KEY, 2));
    residency.put(Tensor.O, Residency.inside(Dimension.ROW, 2));
    residency.put(Tensor.LOGITS, Residency.inside(Dimension.KEY, 2));
    return new AttentionSchedule(
        List.of(
            new TiledLoop(Dimension.INSTANCE, 1),
            new TiledLoop(Dimension.ROW, 64),
            new TiledLoop(Dimension.KEY, 32)),
        new StageLoops(List.of(new TiledLoop(Dimension.QUERY_DIM, 64)), Stationarity.OUTPUT, false),
        new StageLoops(List.of(new TiledLoop(Dimension.VALUE_DIM, 64)), Stationarity.INPUT, false),
        residency);
  }
}
