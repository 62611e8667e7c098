package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Bytes that a schedule reserves in the buffer of one core, by tensor: slots × tile × bytes a word
 * for what is buffered, two array tiles for what is streamed at the array. Tiles are those of the
 * first step, which are never ragged.
 */
final class Footprint {
  private final StepShape shape;
  private final Tiling tiling;
  private final double wordBytes;
  private final double accumulatorBytes;
  private final int[] firstStep = new int[Dimension.values().length];

  /** Bytes by ordinal of {@link Tensor}. */
  final double[] bytesByTensor = new double[Tensor.values().length];

  /**
   * @param wordBytes bytes of a word in DRAM and in the buffer
   * @param accumulatorBytes bytes of a partial sum in the buffer
   * @param bufferBytes the buffer's size; the softmax pass of logits through DRAM holds a row if it
   *     fits into the rest
   */
  Footprint(StepShape shape, double wordBytes, double accumulatorBytes, double bufferBytes) {
    this.shape = shape;
    this.tiling = shape.tiling();
    this.wordBytes = wordBytes;
    this.accumulatorBytes = accumulatorBytes;
    for (Stage stage : Stage.values()) {
      reserve(stage, shape.left(stage));
      reserve(stage, stage.weight());
      reserve(stage, shape.output(stage));
    }
    if (tiling.nest().form.shares(Dimension.KEY)) {
      bytesByTensor[Tensor.STATISTICS.ordinal()] = 2.0 * statisticsRows() * accumulatorBytes;
    }
    double rowOfLogits = tiling.extent(Tiling.M) * wordBytes;
    if (!tiling.nest().fused && totalBytes() + rowOfLogits <= bufferBytes) {
      bytesByTensor[Tensor.SOFTMAX.ordinal()] = rowOfLogits;
    }
  }

  /** All tensors together. */
  double totalBytes() {
    return Arrays.stream(bytesByTensor).sum();
  }

  /** Whether the softmax pass of logits through DRAM has room for a whole row. */
  boolean holdsRowOfLogits() {
    return bytesByTensor[Tensor.SOFTMAX.ordinal()] > 0;
  }

  /** Reserves room for a tensor of a stage; fused logits are reserved by the Logit stage. */
  private void reserve(Stage stage, Tensor tensor) {
    if (tensor.stage() != stage) {
      return;
    }
    if (shape.isAtArray(tensor)) {
      bytesByTensor[tensor.ordinal()] = 2 * arrayTileWords(stage, tensor) * wordBytes;
      return;
    }
    LoopNest nest = tiling.nest();
    int inside = tensor == Tensor.LOGITS ? nest.form.count() - 1 : nest.inside[tensor.ordinal()];
    long tileWords = tiling.heldWords(tensor, stage, inside, firstStep);
    boolean partialSums = tensor == shape.output(stage) && accumulatesInBuffer(stage);
    bytesByTensor[tensor.ordinal()] =
        (double) nest.slots[tensor.ordinal()]
            * tileWords
            * (partialSums ? accumulatorBytes : wordBytes);
  }

  private double arrayTileWords(Stage stage, Tensor tensor) {
    ArrayPasses.Words words = shape.passes(stage, firstStep);
    if (tensor == shape.output(stage)) {
      return words.outputArrayTile;
    }
    return tensor == shape.left(stage) ? words.leftArrayTile : words.rightArrayTile;
  }

  /**
   * Whether the array adds to words of this stage's output that it has written before, so that the
   * buffer holds partial sums.
   */
  private boolean accumulatesInBuffer(Stage stage) {
    return tiling.count(stage, stage.reduction().ordinal()) > 1
        || shape.passes(stage, firstStep).outputReads > 0;
  }

  /**
   * Rows whose maximum and sum are kept: if the walk returns to them with further keys, those whose
   * output is held, but at least the shared tile's.
   */
  private long statisticsRows() {
    LoopNest nest = tiling.nest();
    boolean allRows =
        nest.form == SharedLoops.INSTANCE_KEY_ROW
            && tiling.count(Stage.ATTEND, Tiling.M) > 1
            && nest.inside[Tensor.O.ordinal()] < nest.attend.position(Tiling.P);
    long rows = allRows ? tiling.extent(Tiling.P) : tiling.extent(Stage.ATTEND, Tiling.P, 0);
    return tiling.extent(Stage.LOGIT, Tiling.I, 0) * rows;
  }
}
