package org.flatsearch.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;

/**
 * Seeded generator of nests as a search meets them: of the accelerators and workloads that ship,
 * with tile sizes from one to the whole dimension (even on a logarithmic scale), that fit into the
 * buffer.
 */
final class ShippedNests {
  /** The fewest tiles of each stage. */
  static final int TILES = 8;

  /** The most tiles of both stages together, so that walks are short. */
  private static final int MOST_TILES = 5_000;

  private static final int ATTEMPTS = 2_000;

  private static final SharedLoops[] FORMS = SharedLoops.values();
  private static final Stationarity[] STATIONARITIES = Stationarity.values();

  private final SplittableRandom random;
  private final List<Accelerator> accelerators;
  private final List<AttentionWorkload> workloads =
      SpecCatalogue.workloads().stream()
          .map(workload -> workload.withMask(Mask.NONE).withValuesInKeys(false))
          .filter(AttentionWorkload::isPlain)
          .toList();
  private final boolean ofOneCore;
  private final boolean varied;
  private int[] extents;

  /** What {@link #draw} has drawn. */
  Accelerator accelerator;

  AttentionWorkload workload;
  final LoopNest nest = new LoopNest();

  /** The figures of the closed form for {@link #nest}. */
  final CostSheet closed = new CostSheet();

  /**
   * @param ofOneCore whether only accelerators of one core are drawn
   * @param varied whether figures of the accelerators are changed at random
   */
  ShippedNests(long seed, boolean ofOneCore, boolean varied) {
    random = new SplittableRandom(seed);
    this.ofOneCore = ofOneCore;
    this.varied = varied;
    accelerators = new ArrayList<>(SpecCatalogue.accelerators());
    accelerators.removeIf(shipped -> ofOneCore && shipped.cores() > 1 && !varied);
  }

  /** Draws until a nest fits. */
  void draw() {
    while (true) {
      accelerator = accelerators.get(random.nextInt(accelerators.size()));
      accelerator = varied ? vary(accelerator) : accelerator;
      workload = workloads.get(random.nextInt(workloads.size()));
      extents = Extents.of(workload);
      ScheduleEvaluator model = LatencyGap.CLOSED_FORM.bind(accelerator, workload);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (drawStages()) {
          drawResidencies();
          if (model.evaluateIfFits(nest, closed)) {
            return;
          }
        }
      }
    }
  }

  /** DRAM tiles of a stage. */
  static long tiles(LoopNest.StageNest loops, AttentionWorkload workload) {
    return tiles(loops, Extents.of(workload));
  }

  private static long tiles(LoopNest.StageNest loops, int[] extents) {
    long tiles = 1;
    for (int dimension : loops.order) {
      tiles *= Extents.tiles(extents[dimension], loops.tile[dimension]);
    }
    return tiles;
  }

  /** Another balance of the array, the lanes, the on-chip port and DRAM, and other overheads. */
  private Accelerator vary(Accelerator shipped) {
    Map<String, String> figures = new LinkedHashMap<>();
    boolean shared = random.nextBoolean();
    double read = shipped.dramReadBytesPerSecond() * powerOfTwo(-4, 2);
    double write = shared ? read : read * powerOfTwo(-2, 2);
    double port = shipped.clockHz() * shipped.rows() * powerOfTwo(-2, 3);
    figures.put("cores", String.valueOf(ofOneCore ? 1 : 1 + random.nextInt(6)));
    figures.put("dramShared", String.valueOf(shared));
    figures.put("dramReadBytesPerSecond", format(read));
    figures.put("dramWriteBytesPerSecond", format(write));
    figures.put("dmaLatencyCycles", format(random.nextBoolean() ? 0 : random.nextInt(300)));
    figures.put("transferPieces", String.valueOf(1 + random.nextInt(4)));
    figures.put("lanes", random.nextInt(3) == 0 ? "unlimited" : format(powerOfTwo(0, 9)));
    figures.put("onChipBytesPerSecond", random.nextBoolean() ? "unlimited" : format(port));
    figures.put("fillCycles.logit", format(random.nextInt(100)));
    figures.put("stationaryLoadCycles", format(random.nextInt(200)));
    return shipped.with(figures);
  }

  private double powerOfTwo(int least, int most) {
    return Math.scalb(1.0, least + random.nextInt(most - least + 1));
  }

  private static String format(double figure) {
    return String.format(Locale.ROOT, "%.0f", figure);
  }

  /** Whether both stages have as many tiles as they should: most draws fail at the first. */
  private boolean drawStages() {
    nest.form = pick(FORMS);
    nest.fused = nest.form.shares(Dimension.KEY) || random.nextBoolean();
    fill(nest.logit, Dimension.QUERY_DIM);
    nest.logit.tile[Dimension.VALUE_DIM.ordinal()] = 0;
    long logit = tiles(nest.logit, extents);
    if (logit < TILES || logit > MOST_TILES - TILES) {
      return false;
    }
    fill(nest.attend, Dimension.VALUE_DIM);
    nest.attend.tile[Dimension.QUERY_DIM.ordinal()] = 0;
    for (Dimension dimension : nest.form.dimensions()) {
      nest.attend.tile[dimension.ordinal()] = nest.logit.tile[dimension.ordinal()];
    }
    long attend = tiles(nest.attend, extents);
    return attend >= TILES && logit + attend <= MOST_TILES;
  }

  private void drawResidencies() {
    for (Tensor tensor : Tensor.values()) {
      nest.inside[tensor.ordinal()] = random.nextInt(LoopNest.LOOPS + 1);
      nest.slots[tensor.ordinal()] = 1 + random.nextInt(Residency.MAX_SLOTS);
    }
    nest.inside[Tensor.LOGITS.ordinal()] = nest.form.count() - 1;
  }

  private void fill(LoopNest.StageNest loops, Dimension last) {
    int shared = 0;
    for (Dimension dimension : nest.form.dimensions()) {
      loops.order[shared++] = dimension.ordinal();
    }
    int count = shared;
    for (Dimension dimension : new Dimension[] {Dimension.ROW, Dimension.KEY, last}) {
      if (!nest.form.shares(dimension)) {
        loops.order[count++] = dimension.ordinal();
      }
    }
    shuffle(loops.order, shared);
    for (int dimension : loops.order) {
      int tile = (int) Math.round(Math.pow(extents[dimension], random.nextDouble()));
      loops.tile[dimension] = Math.max(1, Math.min(extents[dimension], tile));
    }
    loops.stationarity = pick(STATIONARITIES);
    loops.transposed = random.nextBoolean();
  }

  private <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void shuffle(int[] order, int from) {
    for (int left = order.length - from; left > 1; left--) {
      int last = from + left - 1;
      int drawn = from + random.nextInt(left);
      int kept = order[last];
      order[last] = order[drawn];
      order[drawn] = kept;
    }
  }
}
