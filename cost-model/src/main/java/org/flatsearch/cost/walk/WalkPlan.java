package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.List;
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

  /** By ordinal of the stage and kind of step. */
  final StepKind[][] steps = new StepKind[STAGES.length][TiledStage.KINDS];

  /**
   * The innermost loop of each stage at which anything moves apart from array work: at iterations
   * of loops further in, no tile is replaced and nothing is streamed.
   */
  final int[] quietLoop = new int[STAGES.length];

  /** By kind of a shared tile's last Logit step, with {@link LaneJob#RESCALES}. */
  final LaneJob[] softmaxes = new LaneJob[TiledStage.KINDS];

  /** Divisions of held tiles of O, by the kind of the step that completes one. */
  final LaneJob[] divisions = new LaneJob[TiledStage.KINDS];

  /** The shared loop over keys, or a loop that is always at its first tile if they are not. */
  private final int keyLoop;

  private WalkPlan(
      TiledNest nest, int readsPerLogit, Accelerator accelerator, Durations durations) {
    this.nest = nest;
    this.accelerator = accelerator;
    this.durations = durations;
    for (Stage stage : STAGES) {
      int s = stage.ordinal();
      List<HeldTensor> tensors = new ArrayList<>();
      for (Tensor tensor : nest.buffered(stage)) {
        tensors.add(new HeldTensor(nest, tensor, durations));
      }
      held[s] = new HeldTensors(tensors);
      for (int kind = 0; kind < TiledStage.KINDS; kind++) {
        if (nest.stages[s].has(kind)) {
          steps[s][kind] = new StepKind(nest, stage, kind, accelerator, durations);
        }
      }
    }
    for (Stage stage : STAGES) {
      quietLoop[stage.ordinal()] = quietLoop(stage);
    }
    keyLoop =
        nest.nest.form.shares(Dimension.KEY) ? nest.stage(Stage.LOGIT).position(Dimension.KEY) : -1;
    setSoftmaxes(readsPerLogit);
    setDivisions();
    dealing = Dealing.of(nest, held, accelerator.cores(), accelerator.multicast());
    sharedTilesAhead = nest.nest.fused ? nest.slots(Tensor.LOGITS) - 1 : 0;
  }

  /**
   * The plan with the finest ticks that 62 bits can add up.
   *
   * @param readsPerLogit how often the softmax pass over logits through DRAM reads each
   */
  static WalkPlan of(
      TiledNest nest, int readsPerLogit, Accelerator accelerator, AttentionWorkload workload) {
    int bits = Durations.FINEST;
    while (true) {
      Durations durations = new Durations(accelerator, workload, bits);
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
    for (StepKind kind : steps[stage.ordinal()]) {
      loop = kind != null && kind.moves() ? TiledStage.LOOPS : loop;
    }
    return loop;
  }

  private void setSoftmaxes(int readsPerLogit) {
    TiledStage logit = nest.stage(Stage.LOGIT);
    int shared = (1 << logit.sharedLoops) - 1;
    for (int kind = 0; kind <= shared; kind++) {
      if ((kind & logit.firstKind() & shared) == (logit.firstKind() & shared)) {
        for (int rescales = 0; rescales <= (keyLoop < 0 ? 0 : 1); rescales++) {
          int k = kind | rescales << LaneJob.RESCALES;
          softmaxes[k] = LaneJob.softmax(nest, k, readsPerLogit, accelerator, durations);
        }
      }
    }
  }

  private void setDivisions() {
    for (HeldTensor tensor : held[Stage.ATTEND.ordinal()].all) {
      for (int kind = 0; tensor.tensor == Tensor.O && kind < TiledStage.KINDS; kind++) {
        if (nest.stage(Stage.ATTEND).has(kind)) {
          divisions[kind] =
              LaneJob.division(Tensor.O, tensor.words[kind], tensor, kind, accelerator, durations);
        }
      }
    }
  }

  /** What the step is that {@code cursor} is at. */
  StepKind kind(StageCursor cursor) {
    return steps[cursor.stage.stage.ordinal()][cursor.kind];
  }

  /** The softmax of the shared tile that the last Logit step, where {@code cursor} is, ends. */
  LaneJob softmax(StageCursor cursor) {
    int shared = cursor.kind & ((1 << cursor.stage.sharedLoops) - 1);
    boolean rescales = keyLoop >= 0 && cursor.index[keyLoop] > 0;
    return softmaxes[rescales ? shared | 1 << LaneJob.RESCALES : shared];
  }

  /** More than the length of the timeline: all events one after another, each as its longest. */
  private double mostTicks() {
    double most = 0;
    for (int s = 0; s < STAGES.length; s++) {
      double longest = 0;
      for (StepKind kind : steps[s]) {
        longest = kind == null ? longest : Math.max(longest, kind.mostTicks());
      }
      most += longest * nest.stages[s].steps();
      for (HeldTensor tensor : held[s].all) {
        most += tensor.mostTicks(accelerator.cores());
      }
    }
    most += longest(softmaxes) * nest.stage(Stage.LOGIT).steps();
    return most + longest(divisions) * nest.stage(Stage.ATTEND).steps();
  }

  private static double longest(LaneJob[] jobs) {
    double longest = 0;
    for (LaneJob job : jobs) {
      longest = job == null ? longest : Math.max(longest, (double) job.ticks() + job.streamTicks());
    }
    return longest;
  }
}
