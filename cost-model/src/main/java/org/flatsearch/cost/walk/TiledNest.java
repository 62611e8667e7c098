package org.flatsearch.cost.walk;

import java.util.List;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** A loop nest on the extents of a workload: its two stages, and where each tensor is. */
final class TiledNest {
  private static final Stage[] STAGES = Stage.values();

  final LoopNest nest;
  final AttentionWorkload workload;

  /** Whether Logit alone is played, which is a matrix product; Attend has nothing to do. */
  final boolean isProduct;

  /** The stages that are played. */
  final List<Stage> played;

  /** By ordinal of {@link Stage}. */
  final TiledStage[] stages = new TiledStage[STAGES.length];

  private final Accelerator accelerator;

  /** The passes over the tiles of a step, by ordinal of the stage and kind of step. */
  private final ArrayPasses[][] passes = new ArrayPasses[STAGES.length][TiledStage.KINDS];

  /**
   * @param nest a legal nest; it must not change while this object is in use
   */
  TiledNest(LoopNest nest, AttentionWorkload workload, Accelerator accelerator) {
    this(nest, workload, false, accelerator);
  }

  /**
   * @param nest a legal nest; it must not change while this object is in use
   * @param isProduct whether Logit alone is played
   */
  TiledNest(LoopNest nest, AttentionWorkload workload, boolean isProduct, Accelerator accelerator) {
    this.nest = nest;
    this.workload = workload;
    this.isProduct = isProduct;
    played = isProduct ? List.of(Stage.LOGIT) : List.of(STAGES);
    this.accelerator = accelerator;
    for (Stage stage : STAGES) {
      stages[stage.ordinal()] = new TiledStage(nest, stage, workload);
    }
  }

  /** The passes over the tiles of a step of {@code kind}. */
  ArrayPasses passes(Stage stage, int kind) {
    int s = stage.ordinal();
    if (passes[s][kind] == null) {
      passes[s][kind] = new ArrayPasses(stages[s], kind, accelerator);
    }
    return passes[s][kind];
  }

  /** Whether the shared tile at {@code index} adds to rows that have seen earlier keys. */
  boolean continuesRows(int[] index) {
    TiledStage attend = stage(Stage.ATTEND);
    return TiledStage.continues(attend.withSums(0, index));
  }

  /** Whether keys are split into several parts, whose outputs are merged in the end. */
  boolean hasParts() {
    TiledStage attend = stage(Stage.ATTEND);
    return attend.partLoop >= 0 && attend.count[attend.partLoop] > 1;
  }

  TiledStage stage(Stage stage) {
    return stages[stage.ordinal()];
  }

  /** Steps of the nest: the DRAM tiles of the stages that are played. */
  double steps() {
    double steps = 0;
    for (Stage stage : played) {
      steps += stage(stage).steps();
    }
    return steps;
  }

  /** Whether {@code tensor} is streamed past the buffer. */
  boolean isAtArray(Tensor tensor) {
    return tensor != Tensor.LOGITS && nest.inside[tensor.ordinal()] == LoopNest.AT_ARRAY;
  }

  /** The first input of {@code stage}: Q, or the softmaxed logits. */
  Tensor left(Stage stage) {
    return stage.input(nest.fused);
  }

  /** What {@code stage} computes: the logits or O. */
  Tensor output(Stage stage) {
    return stage.output(nest.fused);
  }

  /**
   * The buffered tensors that move between DRAM and the tiles of {@code stage}, in the order of
   * loading.
   */
  List<Tensor> buffered(Stage stage) {
    if (!played.contains(stage)) {
      return List.of();
    }
    List<Tensor> order =
        stage == Stage.LOGIT
            ? List.of(Tensor.Q, Tensor.K, Tensor.LOGITS_OUT)
            : List.of(Tensor.V, Tensor.O, Tensor.LOGITS_IN, Tensor.STATISTICS);
    return order.stream().filter(this::moves).toList();
  }

  private boolean moves(Tensor tensor) {
    return switch (tensor) {
      case V -> !isAtArray(tensor) && !nest.hasValuesInKeys();
      case LOGITS_OUT, LOGITS_IN -> !nest.fused && !isAtArray(tensor);
      case STATISTICS -> movesStatistics();
      default -> !isAtArray(tensor);
    };
  }

  /**
   * Statistics of an online softmax leave the buffer with their output tile where rows run inside
   * keys: each key tile passes over all rows, and the next one comes back to them.
   */
  private boolean movesStatistics() {
    TiledStage attend = stage(Stage.ATTEND);
    int rowLoop = attend.rowLoop;
    return nest.form == SharedLoops.INSTANCE_KEY_ROW
        && attend.count[attend.keyLoop] > 1
        && attend.count[rowLoop] > 1
        && (isAtArray(Tensor.O) || inside(Tensor.O) >= rowLoop);
  }

  /** The loop inside which a buffered tensor is held; statistics that move, inside the row loop. */
  int inside(Tensor tensor) {
    if (tensor == Tensor.STATISTICS) {
      return stage(Stage.ATTEND).rowLoop;
    }
    TiledStage tiled = stage(tensor.stage());
    int loop = tiled.loopAt(nest.inside[tensor.ordinal()]);
    if (nest.place[tensor.ordinal()] == Residency.Place.STEP) {
      return tiled.stepLoop;
    }
    // Parts are dealt with their instances, so what stays for an instance stays for a part of it.
    return loop == 0 && tiled.partLoop >= 0 ? tiled.partLoop : loop;
  }

  /**
   * Slots of a buffered tensor. Statistics that move have as many as the output that they belong
   * to, or one if that output is streamed, although their footprint has room for one in both cases.
   */
  int slots(Tensor tensor) {
    if (tensor == Tensor.STATISTICS) {
      return isAtArray(Tensor.O) ? 1 : nest.slots[Tensor.O.ordinal()];
    }
    return nest.slots[tensor.ordinal()];
  }
}
