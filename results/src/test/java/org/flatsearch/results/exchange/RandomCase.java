package org.flatsearch.results.exchange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.exchange.levels.TileRounding;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.WordBytes;

/**
 * A small accelerator, workload and legal schedule drawn at random: all forms, orders, ragged
 * tiles, residencies and slots; grouped queries and decoding among the workloads.
 *
 * @param seed the seed that they were drawn from
 */
public record RandomCase(
    long seed, Accelerator accelerator, AttentionWorkload workload, AttentionSchedule schedule) {

  /** The case of {@code seed}, on one core if it is even, else on several. */
  public static RandomCase of(long seed) {
    return of(seed, seed % 2 != 0);
  }

  /** The case of {@code seed}, on one core. */
  public static RandomCase onOneCore(long seed) {
    return of(seed, false);
  }

  /** The case of {@code seed}, on two to four cores, with or without multicast. */
  public static RandomCase onSeveralCores(long seed) {
    return of(seed, true);
  }

  private static RandomCase of(long seed, boolean severalCores) {
    Random random = new Random(seed);
    random.nextInt();
    Accelerator accelerator = accelerator(random, severalCores);
    AttentionWorkload workload = workload(random);
    return new RandomCase(seed, accelerator, workload, schedule(random, workload));
  }

  /**
   * The case of {@code seed} with some of what plain workloads and nests do not have: a mask, sizes
   * of words, V in K, parts and steps of keys, registers.
   */
  public RandomCase withFeatures() {
    Random random = new Random(seed);
    AttentionWorkload changed = workload;
    if (workload.queryLength() <= workload.keyLength() && random.nextInt(4) > 0) {
      Mask window = Mask.window(1 + random.nextInt(workload.keyLength()));
      changed = changed.withMask(random.nextBoolean() ? Mask.CAUSAL : window);
    }
    boolean inKeys = workload.valueDim() <= workload.queryDim() && random.nextBoolean();
    if (random.nextBoolean()) {
      double k = size(random);
      double v = inKeys ? k : size(random);
      changed = changed.withBytes(new WordBytes(size(random), k, v, size(random)), size(random));
    }
    changed = changed.withValuesInKeys(inKeys);
    LoopNest nest = new LoopNest();
    nest.set(schedule);
    int keyTile = nest.logit.tile[Dimension.KEY.ordinal()];
    if (nest.form == SharedLoops.INSTANCE_ROW_KEY && random.nextBoolean()) {
      nest.keyStep = 1 + random.nextInt(keyTile);
    }
    if (nest.form.shares(Dimension.KEY) && random.nextInt(3) == 0) {
      nest.keyPart = keyTile * (1 + random.nextInt(3));
    }
    for (Tensor tensor : schedule.residency().keySet()) {
      int t = tensor.ordinal();
      boolean isKeyOrValue = tensor == Tensor.K || tensor == Tensor.V;
      if (nest.keyStep > 0 && isKeyOrValue && nest.inside[t] == 2 && random.nextBoolean()) {
        nest.place[t] = Place.STEP;
      }
      boolean mayBeInRegisters =
          tensor == Tensor.Q || tensor == Tensor.LOGITS || tensor == Tensor.O;
      if (mayBeInRegisters && nest.inside[t] != LoopNest.AT_ARRAY && random.nextInt(4) == 0) {
        nest.place[t] = Place.REGISTERS;
      }
    }
    if (inKeys && nest.inside[Tensor.K.ordinal()] < nest.form.count() && random.nextInt(3) > 0) {
      nest.place[Tensor.V.ordinal()] = Place.KEYS;
    }
    return new RandomCase(seed, accelerator, changed, nest.toSchedule());
  }

  private static double size(Random random) {
    return (1 + random.nextInt(5)) / 2.0;
  }

  private static Accelerator accelerator(Random random, boolean severalCores) {
    Map<String, String> figures =
        Map.of(
            "rows", String.valueOf(1 + random.nextInt(5)),
            "columns", String.valueOf(1 + random.nextInt(5)),
            "cores", String.valueOf(severalCores ? 2 + random.nextInt(3) : 1),
            "multicast", String.valueOf(random.nextBoolean()),
            "bufferBytes", String.valueOf(64 + random.nextInt(4000)));
    return SpecCatalogue.accelerator("flat-edge").with(figures);
  }

  private static AttentionWorkload workload(Random random) {
    int keyValueHeads = 1 + random.nextInt(2);
    int queryHeads = keyValueHeads * (1 + random.nextInt(3));
    int queryLength = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(12);
    return new AttentionWorkload(
        "random",
        "",
        1 + random.nextInt(3),
        queryHeads,
        keyValueHeads,
        queryLength,
        1 + random.nextInt(16),
        1 + random.nextInt(9),
        1 + random.nextInt(9),
        1 + random.nextInt(2));
  }

  private static AttentionSchedule schedule(Random random, AttentionWorkload workload) {
    SharedLoops form = SharedLoops.values()[random.nextInt(4)];
    boolean fused = form.shares(Dimension.KEY) || random.nextInt(3) > 0;
    List<TiledLoop> shared = new ArrayList<>();
    for (Dimension dimension : form.dimensions()) {
      shared.add(loop(random, workload, dimension));
    }
    Map<Stage, StageLoops> stages = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      List<Dimension> own = new ArrayList<>(stage.dimensions());
      own.removeAll(form.dimensions());
      Collections.shuffle(own, random);
      List<TiledLoop> loops = new ArrayList<>();
      own.forEach(dimension -> loops.add(loop(random, workload, dimension)));
      stages.put(
          stage,
          new StageLoops(loops, Stationarity.values()[random.nextInt(3)], random.nextBoolean()));
    }
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    for (Tensor tensor : Tensor.values()) {
      boolean present =
          switch (tensor) {
            case Q, K, V, O -> true;
            case LOGITS -> fused;
            case LOGITS_OUT, LOGITS_IN -> !fused;
            case SOFTMAX, STATISTICS -> false;
          };
      if (present) {
        residency.put(tensor, residency(random, tensor, form));
      }
    }
    return new AttentionSchedule(
        shared, stages.get(Stage.LOGIT), stages.get(Stage.ATTEND), residency);
  }

  private static TiledLoop loop(Random random, AttentionWorkload workload, Dimension dimension) {
    return new TiledLoop(dimension, 1 + random.nextInt(Extents.of(workload, dimension)));
  }

  private static Residency residency(Random random, Tensor tensor, SharedLoops form) {
    int slots = 1 + random.nextInt(Residency.MAX_SLOTS);
    if (tensor == Tensor.LOGITS) {
      return Residency.inside(form.innermost(), slots);
    }
    int place = random.nextInt(5);
    return place == 4
        ? Residency.atArray()
        : Residency.inside(tensor.stage().dimensions().get(place), slots);
  }

  /** What the schedule costs by model {@code loopnest}. */
  public RatedSchedule rated() {
    return rated("loopnest");
  }

  /** What the schedule costs by a model. */
  public RatedSchedule rated(String model) {
    return RatedSchedule.of(schedule, CostModels.named(model), accelerator, workload);
  }

  /** This case with tiles that divide their dimensions. */
  public RandomCase withDividingTiles() {
    AttentionSchedule divided =
        TileRounding.round(schedule, workload, "the test", new ArrayList<>());
    return new RandomCase(seed, accelerator, workload, divided);
  }

  @Override
  public String toString() {
    return "seed " + seed + ": " + schedule + " for " + workload;
  }
}
