package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** All that a walk looks up: what each kind of event moves and how long it takes. */
final class WalkPlan {
  private static final Stage[] STAGES = Stage.values();

  /** A length of the timeline in ticks that leaves room for sums of two. */
  private static final double MOST_TICKS = 0x1p61;

  final TiledNest nest;
  final Accelerator accelerator;
  final Durations durations;
  final Dealing dealing;

  /** Whether the stage LOGIT works ahead of ATTEND, by how many shared tiles. */
  final int sharedTilesAhead;

  /** The buffered tensors of each stage, in the order of loading, by ordinal of the stage. */
  final HeldTensors[] held = new HeldTensors[STAGES.length];

  /**
   * The innermost loop of each stage at which anything moves apart from array work: at iterations
   * of loops further in, no tile is replaced and nothing is streamed.
   */
  final int[] quietLoop = new int[STAGES.length];

  /** Whether the array waits for more than the rules of the timeline say. */
  final boolean hasOverheads;

  /** Ticks of a core's array for each dealt tile and each shared tile besides its work. */
  final long itemTicks;

  final long stepTicks;

  /** The same for each shared tile that the mask hides. */
  final long maskedStepTicks;

  /** By ordinal of the stage and kind of step. */
  private final StepKind[][] steps = new StepKind[STAGES.length][TiledStage.KINDS];

  /** By kind of the shared tile, those that rescale apart. */
  private final LaneJob[] softmaxes = new LaneJob[2 << TiledStage.MOST_LOOPS];

  /** By logits of the shared tile, where a mask leaves each as many as it will. */
  private final Map<Long, LaneJob> maskedSoftmaxes = new HashMap<>();

  /** Divisions of held tiles of O, by the kind of the step that completes one. */
  private final LaneJob[] divisions = new LaneJob[TiledStage.KINDS];

  private final int readsPerLogit;

  private WalkPlan(
      TiledNest nest, int readsPerLogit, Accelerator accelerator, Durations durations) {
    this.nest = nest;
    this.readsPerLogit = readsPerLogit;
    this.accelerator = accelerator;
    this.durations = durations;
    Accelerator.Overheads overheads = accelerator.overheads();
    hasOverheads =
        overheads.itemCycles() > 0
            || overheads.stepCycles() > 0
            || overheads.maskedStepCycles() > 0
            || overheads.lanesHidden() < 1
            || overheads.loadsHidden() < 1;
    itemTicks = durations.idle(overheads.itemCycles());
    stepTicks = durations.idle(overheads.stepCycles());
    maskedStepTicks = durations.idle(overheads.maskedStepCycles());
    hold(false);
    Dealing dealt = new Dealing(nest, held, accelerator);
    if (holdsKeysAndValues(dealt)) {
      hold(true);
      dealt = new Dealing(nest, held, accelerator);
    }
    dealing = dealt;
    for (Stage stage : STAGES) {
      quietLoop[stage.ordinal()] = quietLoop(stage);
    }
    sharedTilesAhead = sharedTilesAhead();
  }

  private void hold(boolean inSharedBuffer) {
    for (Stage stage : STAGES) {
      List<HeldTensor> tensors = new ArrayList<>();
      for (Tensor tensor : nest.buffered(stage)) {
        tensors.add(new HeldTensor(nest, tensor, durations, inSharedBuffer));
      }
      if (stage == Stage.ATTEND && nest.nest.hasValuesInKeys()) {
        tensors.add(HeldTensor.keysWithValues(nest, durations));
      }
      held[stage.ordinal()] = new HeldTensors(tensors);
    }
  }

  /** Whether the buffer that all cores share holds K and V of all instances at work. */
  private boolean holdsKeysAndValues(Dealing dealt) {
    AttentionWorkload workload = nest.workload;
    long keys = workload.keys() - workload.firstKey(0);
    double bytes =
        durations.bytes(Tensor.K, keys * workload.queryDim())
            + (nest.nest.hasValuesInKeys()
                ? 0
                : durations.bytes(Tensor.V, keys * workload.valueDim()));
    long instances = (long) dealt.instancesAtWork() * nest.nest.logit.tile[0];
    return accelerator.memories().sharedBufferBytes() > 0
        && Math.min(instances, workload.instances()) * bytes
            <= accelerator.memories().sharedBufferBytes();
  }

  /**
   * Logits in registers are those of groups of rows that take turns: while the lanes have the
   * logits of one group, the array works for another. That is as far ahead as two slots let it go.
   */
  private int sharedTilesAhead() {
    if (!nest.nest.fused) {
      return 0;
    }
    int slots = nest.slots(Tensor.LOGITS);
    int ahead = Math.max(slots, nest.nest.isInRegisters(Tensor.LOGITS) ? 2 : 1) - 1;
    // Attend needs the tile of K that it reads V from, so Logit cannot go further than its slots.
    return nest.nest.hasValuesInKeys() ? Math.min(ahead, nest.slots(Tensor.K) - 1) : ahead;
  }

  /**
   * The plan with the finest ticks that 62 bits can add up.
   *
   * @param readsPerLogit how often the softmax pass over logits through DRAM reads each
   */
  static WalkPlan of(TiledNest nest, int readsPerLogit, Accelerator accelerator) {
    int bits = Durations.FINEST;
    while (true) {
      Durations durations = new Durations(accelerator, nest.workload, nest.hasParts(), bits);
      WalkPlan plan = new WalkPlan(nest, readsPerLogit, accelerator, durations);
      double most = plan.mostTicks();
      if (most < MOST_TICKS) {
        return plan;
      }
      bits -= Math.getExponent(most / MOST_TICKS) + 1;
    }
  }

  private int quietLoop(Stage stage) {
    int loop = nest.stage(stage).sharedLoops - 1;
    for (HeldTensor tensor : held[stage.ordinal()].all) {
      loop = Math.max(loop, tensor.replacingLoop);
    }
    boolean streams =
        nest.isAtArray(nest.left(stage))
            || nest.isAtArray(stage.weight())
            || nest.isAtArray(nest.output(stage));
    return streams ? TiledStage.MOST_LOOPS : loop;
  }

  /** What the step is that {@code cursor} is at. */
  StepKind kind(StageCursor cursor) {
    return kind(cursor.stage.stage, cursor.kind);
  }

  private StepKind kind(Stage stage, int kind) {
    int s = stage.ordinal();
    StepKind known = steps[s][kind];
    if (known == null) {
      known = new StepKind(nest, stage, kind, accelerator, durations);
      steps[s][kind] = known;
    }
    return known;
  }

  /** The division of the held tile of O that the step, where {@code cursor} is, completes. */
  LaneJob division(HeldTensor tensor, StageCursor cursor) {
    LaneJob known = divisions[cursor.kind];
    if (known == null || cursor.stage.isMasked) {
      known =
          LaneJob.division(nest, Tensor.O, tensor.words(cursor), tensor, accelerator, durations);
      divisions[cursor.kind] = known;
    }
    return known;
  }

  /** The softmax of the shared tile at {@code cursor}, of either stage. */
  LaneJob softmax(StageCursor cursor) {
    TiledStage logit = nest.stage(Stage.LOGIT);
    boolean isOnline = nest.nest.form.shares(Dimension.KEY);
    int kind = cursor.kind & (1 << logit.sharedLoops) - 1;
    if (logit.isMasked && !isOnline) {
      long logits = liveLogits(logit, cursor) * logit.tile(0, kind);
      return maskedSoftmaxes.computeIfAbsent(logits, all -> softmax(all, 0, false));
    }
    boolean rescales = isOnline && nest.continuesRows(cursor.index);
    int at = 2 * kind + (rescales ? 1 : 0);
    if (softmaxes[at] == null) {
      boolean isRowShared = logit.rowLoop < logit.sharedLoops;
      long rows = isRowShared ? logit.tile(logit.rowLoop, kind) : logit.extent(logit.rowLoop);
      rows *= logit.tile(0, kind);
      long keys = isOnline ? logit.arrayTile(Dimension.KEY, kind) : logit.extent(logit.keyLoop);
      softmaxes[at] = softmax(rows * keys, isOnline ? rows : 0, rescales);
    }
    return softmaxes[at];
  }

  /** Logits of the live tiles of an instance of the shared tile at {@code cursor}. */
  private static long liveLogits(TiledStage logit, StageCursor cursor) {
    int rows = logit.extent(logit.rowLoop);
    if (logit.rowLoop < logit.sharedLoops) {
      return logit.live.logits(cursor.index[logit.rowLoop], rows);
    }
    long logits = 0;
    for (int row = 0; row < logit.count[logit.rowLoop]; row++) {
      logits += logit.live.logits(row, rows);
    }
    return logits;
  }

  private LaneJob softmax(long logits, long rows, boolean rescales) {
    return LaneJob.softmax(nest, logits, rows, rescales, readsPerLogit, accelerator, durations);
  }

  /** More than the length of the timeline: all events one after another, each as its longest. */
  private double mostTicks() {
    double most = 0;
    for (Stage stage : STAGES) {
      TiledStage tiled = nest.stage(stage);
      most += longestStep(tiled) * tiled.steps();
      for (HeldTensor tensor : held[stage.ordinal()].all) {
        most += tensor.mostTicks(accelerator.cores());
      }
    }
    LaneJob softmax = longestSoftmax();
    most += ((double) softmax.ticks() + softmax.streamTicks()) * nest.stage(Stage.LOGIT).steps();
    for (HeldTensor tensor : held[Stage.ATTEND.ordinal()].all) {
      if (tensor.tensor == Tensor.O) {
        long words = nest.stage(Stage.ATTEND).largestWords(Tensor.O, tensor.inside);
        LaneJob division = LaneJob.division(nest, Tensor.O, words, tensor, accelerator, durations);
        most += division.ticks() * nest.stage(Stage.ATTEND).steps();
      }
    }
    // With a mask tiles may move more often, parts are merged, and loads may take twice as long.
    return nest.stage(Stage.LOGIT).isIrregular || hasOverheads ? 4 * most : most;
  }

  /** The longest step: one of the largest tiles that continues sums, or that completes them. */
  private double longestStep(TiledStage tiled) {
    int reduction = tiled.position(tiled.stage.reduction());
    int first = tiled.firstKind();
    int last = TiledStage.completing(first | 1 << reduction);
    boolean isOne = tiled.count[reduction] == 1 && !tiled.isIrregular;
    double longest =
        isOne
            ? kind(tiled.stage, last).mostTicks()
            : Math.max(
                kind(tiled.stage, TiledStage.continuing(first)).mostTicks(),
                kind(tiled.stage, TiledStage.continuing(last)).mostTicks());
    return longest + itemTicks + stepTicks + maskedStepTicks;
  }

  private LaneJob longestSoftmax() {
    TiledStage logit = nest.stage(Stage.LOGIT);
    int first = logit.firstKind();
    boolean isOnline = nest.nest.form.shares(Dimension.KEY);
    boolean isRowShared = logit.rowLoop < logit.sharedLoops;
    long rows = isRowShared ? logit.tile(logit.rowLoop, first) : logit.extent(logit.rowLoop);
    rows *= logit.tile(0, first);
    long keys = isOnline ? logit.arrayTile(Dimension.KEY, first) : logit.extent(logit.keyLoop);
    return softmax(rows * keys, isOnline ? rows : 0, isOnline);
  }
}
