package org.flatsearch.cost.walk;

import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;

/** A loop nest on the extents of a workload: its two stages, and where each tensor is. */
final class TiledNest {
  private static final Stage[] STAGES = Stage.values();

  final LoopNest nest;

  /** By ordinal of {@link Stage}. */
  final TiledStage[] stages = new TiledStage[STAGES.length];

  /** The passes over the tiles of a step, by ordinal of the stage and kind of step. */
  final ArrayPasses[][] passes = new ArrayPasses[STAGES.length][TiledStage.KINDS];

  /**
   * @param nest a legal nest; it must not change while this object is in use
   * @param extents elements by ordinal of {@link Dimension}
   */
  TiledNest(LoopNest nest, int[] extents, Accelerator accelerator) {
    this.nest = nest;
    for (Stage stage : STAGES) {
      TiledStage tiled = new TiledStage(nest, stage, extents);
      stages[stage.ordinal()] = tiled;
      for (int kind = 0; kind < TiledStage.KINDS; kind++) {
        if (tiled.has(kind)) {
          passes[stage.ordinal()][kind] = new ArrayPasses(tiled, kind, accelerator);
        }
      }
    }
  }

  TiledStage stage(Stage stage) {
    return stages[stage.ordinal()];
  }

  /** Steps of the nest: the DRAM tiles of both stages. */
  double steps() {
    double steps = 0;
    for (TiledStage stage : stages) {
      steps += stage.steps();
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
    List<Tensor> order =
        stage == Stage.LOGIT
            ? List.of(Tensor.Q, Tensor.K, Tensor.LOGITS_OUT)
            : List.of(Tensor.V, Tensor.O, Tensor.LOGITS_IN, Tensor.STATISTICS);
    return order.stream().filter(this::moves).toList();
  }

  private boolean moves(Tensor tensor) {
    return switch (tensor) {
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
    int rowLoop = attend.position(Dimension.ROW);
    return nest.form == SharedLoops.INSTANCE_KEY_ROW
        && attend.count[attend.reduction] > 1
        && attend.count[rowLoop] > 1
        && nest.inside[Tensor.O.ordinal()] >= rowLoop;
  }

  /** The loop inside which a buffered tensor is held; statistics that move, inside the row loop. */
  int inside(Tensor tensor) {
    return tensor == Tensor.STATISTICS
        ? stage(Stage.ATTEND).position(Dimension.ROW)
        : nest.inside[tensor.ordinal()];
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
