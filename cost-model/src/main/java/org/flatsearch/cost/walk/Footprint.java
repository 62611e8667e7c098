package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Bytes that a schedule reserves in the buffer of one core, by tensor: slots × tile × bytes a word
 * for what is buffered, two array tiles for what is streamed at the array. Tiles are those of the
 * first step, which are never ragged.
 */
final class Footprint {
  private final TiledNest nest;
  private final double wordBytes;
  private final double accumulatorBytes;

  /** Bytes by ordinal of {@link Tensor}. */
  final double[] bytesByTensor = new double[Tensor.values().length];

  /**
   * @param wordBytes bytes of a word in DRAM and in the buffer
   * @param accumulatorBytes bytes of a partial sum in the buffer
   * @param bufferBytes the buffer's size; the softmax pass of logits through DRAM holds a row if it
   *     fits into the rest
   */
  Footprint(TiledNest nest, double wordBytes, double accumulatorBytes, double bufferBytes) {
    this.nest = nest;
    this.wordBytes = wordBytes;
    this.accumulatorBytes = accumulatorBytes;
    for (Stage stage : Stage.values()) {
      reserve(stage, nest.left(stage));
      reserve(stage, stage.weight());
      reserve(stage, nest.output(stage));
    }
    if (nest.nest.form.shares(Dimension.KEY)) {
      bytesByTensor[Tensor.STATISTICS.ordinal()] = 2.0 * statisticsRows() * accumulatorBytes;
    }
    TiledStage logit = nest.stage(Stage.LOGIT);
    double rowOfLogits = logit.extent(logit.position(Dimension.KEY)) * wordBytes;
    if (!nest.nest.fused && totalBytes() + rowOfLogits <= bufferBytes) {
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
    int t = tensor.ordinal();
    if (nest.isAtArray(tensor)) {
      bytesByTensor[t] = 2 * arrayTileWords(stage, tensor) * wordBytes;
      return;
    }
    TiledStage tiled = nest.stage(stage);
    int inside = tensor == Tensor.LOGITS ? tiled.sharedLoops - 1 : nest.nest.inside[t];
    double words = tiled.heldWords(tensor, inside, tiled.firstKind());
    boolean partialSums = tensor == nest.output(stage) && accumulatesInBuffer(stage);
    bytesByTensor[t] = nest.nest.slots[t] * words * (partialSums ? accumulatorBytes : wordBytes);
  }

  private double arrayTileWords(Stage stage, Tensor tensor) {
    ArrayPasses passes = firstPasses(stage);
    if (tensor == nest.output(stage)) {
      return passes.outputArrayTile;
    }
    return tensor == nest.left(stage) ? passes.leftArrayTile : passes.rightArrayTile;
  }

  private ArrayPasses firstPasses(Stage stage) {
    return nest.passes[stage.ordinal()][nest.stage(stage).firstKind()];
  }

  /**
   * Whether the array adds to words of this stage's output that it has written before, so that the
   * buffer holds partial sums.
   */
  private boolean accumulatesInBuffer(Stage stage) {
    TiledStage tiled = nest.stage(stage);
    return tiled.count[tiled.reduction] > 1 || firstPasses(stage).outputReads > 0;
  }

  /**
   * Rows whose maximum and sum are kept: if the walk returns to them with further keys, those whose
   * output is held, but at least the shared tile's; times instances.
   */
  private long statisticsRows() {
    TiledStage attend = nest.stage(Stage.ATTEND);
    int rowLoop = attend.position(Dimension.ROW);
    boolean allRows =
        nest.nest.form == SharedLoops.INSTANCE_KEY_ROW
            && attend.count[attend.reduction] > 1
            && nest.nest.inside[Tensor.O.ordinal()] < rowLoop;
    int first = attend.firstKind();
    long rows = allRows ? attend.extent(rowLoop) : attend.tile(rowLoop, first);
    return rows * attend.tile(attend.position(Dimension.INSTANCE), first);
  }
}
