package org.flatsearch.cost.walk;

import static org.flatsearch.schedule.Dimension.INSTANCE;
import static org.flatsearch.schedule.Dimension.KEY;
import static org.flatsearch.schedule.Dimension.QUERY_DIM;
import static org.flatsearch.schedule.Dimension.ROW;
import static org.flatsearch.schedule.Dimension.VALUE_DIM;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Machines;
import org.flatsearch.cost.Nests;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A nest whose timeline can be drawn by hand: one instance (or more of the same), head dimensions
 * of 4, tiles of 4 rows and 4 keys on 4×4 PEs, so that a step of either stage takes 4 cycles, and
 * every tile has 16 words or 4 cycles of DRAM.
 *
 * <p>Unless said otherwise: shared loops (instance, row), outputs stationary; Q and O held inside
 * the row loop, K and V inside the key loop; two slots of each, one of the logits.
 */
final class SmallNest {
  private final int rows;
  private final int keys;
  private final List<Dimension> shared = new ArrayList<>(List.of(INSTANCE, ROW));
  private final Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
  private final Map<String, String> figures = new LinkedHashMap<>();
  private int logitKeys = 4;
  private int instances = 1;

  /**
   * @param rows if they are no multiple of 4, the last row tile has fewer
   * @param keys a multiple of 4
   */
  SmallNest(int rows, int keys) {
    this.rows = rows;
    this.keys = keys;
    residency.put(Tensor.Q, Residency.inside(ROW, 2));
    residency.put(Tensor.K, Residency.inside(KEY, 2));
    residency.put(Tensor.V, Residency.inside(KEY, 2));
    residency.put(Tensor.O, Residency.inside(ROW, 2));
    residency.put(Tensor.LOGITS, Residency.inside(ROW, 1));
    figures.put("dramReadBytesPerSecond", "4");
    figures.put("dramWriteBytesPerSecond", "4");
    figures.put("laneOperations.perOutput", "0");
  }

  /** Holds {@code tensor} inside the loop over {@code loop}. */
  SmallNest hold(Tensor tensor, Dimension loop, int slots) {
    residency.put(tensor, Residency.inside(loop, slots));
    return this;
  }

  /** Streams {@code tensor} at the array. */
  SmallNest stream(Tensor tensor) {
    residency.put(tensor, Residency.atArray());
    return this;
  }

  /** Sends the logits through DRAM, each way in two slots inside the key loop. */
  SmallNest logitsThroughDram() {
    residency.remove(Tensor.LOGITS);
    return hold(Tensor.LOGITS_OUT, KEY, 2).hold(Tensor.LOGITS_IN, KEY, 2);
  }

  /** Shares these loops, with one slot of logits. */
  SmallNest share(SharedLoops form) {
    shared.clear();
    shared.addAll(form.dimensions());
    return hold(Tensor.LOGITS, form.innermost(), 1);
  }

  /** Shares the key loop too, inside the row loop, with {@code logitSlots} slots of logits. */
  SmallNest online(int logitSlots) {
    shared.add(KEY);
    return hold(Tensor.LOGITS, KEY, logitSlots);
  }

  /** The keys that one step of Logit takes. */
  SmallNest logitKeys(int tile) {
    logitKeys = tile;
    return this;
  }

  /** The number of instances, each in a tile of its own. */
  SmallNest instances(int count) {
    instances = count;
    return this;
  }

  /** Changes a figure of the accelerator. */
  SmallNest with(String figure, Object value) {
    figures.put(figure, value.toString());
    return this;
  }

  /** The cycles from the first event to the last. */
  double cycles() {
    return walk().latencySeconds;
  }

  CostSheet walk() {
    return walk(WalkLimits.DEFAULT);
  }

  CostSheet walk(WalkLimits limits) {
    return walk(limits, () -> false);
  }

  CostSheet walk(WalkLimits limits, BooleanSupplier cancelled) {
    CostSheet sheet = new CostSheet();
    new WalkEvaluator(accelerator(), workload(), limits, cancelled).evaluate(nest(), sheet);
    return sheet;
  }

  WalkPlan plan() {
    TiledNest tiled = new TiledNest(nest(), workload(), accelerator());
    return WalkPlan.of(tiled, 1, accelerator());
  }

  private Accelerator accelerator() {
    return Machines.plain().with(figures);
  }

  private AttentionWorkload workload() {
    return Machines.workload(instances, rows, keys, 4, 4);
  }

  private LoopNest nest() {
    return Nests.of(
        new AttentionSchedule(
            shared.stream().map(loop -> new TiledLoop(loop, tile(loop))).toList(),
            stage(QUERY_DIM, logitKeys),
            stage(VALUE_DIM, 4),
            residency));
  }

  private StageLoops stage(Dimension own, int keyTile) {
    List<TiledLoop> loops = new ArrayList<>();
    if (!shared.contains(ROW)) {
      loops.add(new TiledLoop(ROW, 4));
    }
    if (!shared.contains(KEY)) {
      loops.add(new TiledLoop(KEY, keyTile));
    }
    loops.add(new TiledLoop(own, 4));
    return new StageLoops(loops, Stationarity.OUTPUT, false);
  }

  private static int tile(Dimension loop) {
    return loop == INSTANCE ? 1 : 4;
  }
}
