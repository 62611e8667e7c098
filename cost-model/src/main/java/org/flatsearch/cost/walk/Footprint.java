package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Bytes that a schedule reserves in the buffer of one core, by tensor: slots × tile × bytes a word
 * for what is buffered, two array tiles for what is streamed at the array. Tiles are those of the
 * first step, which are never ragged.
 */
final class Footprint {
  private final TiledNest nest;
  private final AttentionWorkload workload;
  private final double accumulatorBytes;

  /** Bytes by ordinal of {@link Tensor}. */
  final double[] bytesByTensor = new double[Tensor.values().length];

  /** Bytes in registers. */
  double registerBytes;

  /**
   * @param accumulatorBytes bytes of a partial sum in the buffer
   * @param bufferBytes the buffer's size; the softmax pass of logits through DRAM holds a row if it
   *     fits into the rest
   */
  Footprint(TiledNest nest, double accumulatorBytes, double bufferBytes) {
    this.nest = nest;
    workload = nest.workload;
    this.accumulatorBytes = accumulatorBytes;
    for (Stage stage : nest.played) {
      reserve(stage, nest.left(stage));
      reserve(stage, stage.weight());
      reserve(stage, nest.output(stage));
    }
    if (nest.nest.form.shares(Dimension.KEY)) {
      bytesByTensor[Tensor.STATISTICS.ordinal()] = 2.0 * statisticsRows() * accumulatorBytes;
    }
    TiledStage logit = nest.stage(Stage.LOGIT);
    double rowOfLogits = Math.ceil(logit.extent(logit.keyLoop) * workload.logitBytes());
    if (!nest.nest.fused && !nest.isProduct && totalBytes() + rowOfLogits <= bufferBytes) {
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
    double wordBytes = wordBytes(tensor);
    if (nest.isAtArray(tensor)) {
      bytesByTensor[t] = 2 * Math.ceil(arrayTileWords(stage, tensor) * wordBytes);
      return;
    }
    if (tensor == Tensor.V && nest.nest.hasValuesInKeys()) {
      return;
    }
    TiledStage tiled = nest.stage(stage);
    double words =
        tensor == Tensor.LOGITS
            ? wordsOfLogits(tiled)
            : tiled.largestWords(tensor, nest.inside(tensor));
    int slots = nest.nest.slots[t];
    if (nest.nest.isInRegisters(tensor)) {
      // Sums still stand when the next product reads softmaxed logits.
      double each =
          switch (tensor) {
            case LOGITS -> accumulatorBytes + workload.logitBytes();
            case O -> accumulatorBytes;
            default -> wordBytes;
          };
      registerBytes += slots * Math.ceil(words * each);
      return;
    }
    boolean partialSums = tensor == nest.output(stage) && accumulatesInBuffer(stage);
    boolean isPlain = wordBytes == workload.wordBytes();
    double sums = isPlain ? accumulatorBytes : Math.max(accumulatorBytes, wordBytes);
    bytesByTensor[t] = slots * Math.ceil(words * (partialSums ? sums : wordBytes));
  }

  private double wordBytes(Tensor tensor) {
    return switch (tensor) {
      case Q -> workload.bytes().q();
      case K -> workload.bytes().k();
      case V -> workload.bytes().v();
      case O -> workload.bytes().o();
      default -> workload.logitBytes();
    };
  }

  /** Logits that stay on chip: of a shared tile, as many as live tiles of either stage have. */
  private double wordsOfLogits(TiledStage logit) {
    int kind = logit.firstKind();
    if (logit.keyLoop < logit.sharedLoops) {
      return (double) logit.tile(0, kind)
          * logit.tile(logit.rowLoop, kind)
          * logit.arrayTile(Dimension.KEY, kind);
    }
    TiledStage attend = nest.stage(Stage.ATTEND);
    boolean sharesRows = logit.rowLoop < logit.sharedLoops;
    double rows = sharesRows ? logit.tile(logit.rowLoop, kind) : logit.extent(logit.rowLoop);
    if (!logit.isMasked) {
      return logit.tile(0, kind) * rows * logit.extent(logit.keyLoop);
    }
    double most = 0;
    for (int row = 0; row < (sharesRows ? logit.count[logit.rowLoop] : 1); row++) {
      int last = sharesRows ? row : logit.count[logit.rowLoop] - 1;
      int lastOfAttend = sharesRows ? row : attend.count[attend.rowLoop] - 1;
      int keys =
          Math.max(
              logit.live.keysOf(logit.live.firstKey(row), logit.live.lastKey(last)),
              attend.live.keysOf(attend.live.firstKey(row), attend.live.lastKey(lastOfAttend)));
      double size =
          sharesRows && row == last && row == logit.count[logit.rowLoop] - 1
              ? logit.tile(logit.rowLoop, 1 << logit.rowLoop)
              : rows;
      most = Math.max(most, size * keys);
    }
    return logit.tile(0, kind) * most;
  }

  private double arrayTileWords(Stage stage, Tensor tensor) {
    ArrayPasses passes = firstPasses(stage);
    if (tensor == nest.output(stage)) {
      return passes.outputArrayTile;
    }
    return tensor == nest.left(stage) ? passes.leftArrayTile : passes.rightArrayTile;
  }

  private ArrayPasses firstPasses(Stage stage) {
    return nest.passes(stage, nest.stage(stage).firstKind());
  }

  /**
   * Whether the array adds to words of this stage's output that it has written before, so that the
   * buffer holds partial sums.
   */
  private boolean accumulatesInBuffer(Stage stage) {
    TiledStage tiled = nest.stage(stage);
    return tiled.reducesInSteps() || firstPasses(stage).outputReads > 0;
  }

  /**
   * Rows whose maximum and sum are kept: if the walk returns to them with further keys, those whose
   * output is held, but at least the shared tile's; times instances.
   */
  private long statisticsRows() {
    TiledStage attend = nest.stage(Stage.ATTEND);
    int rowLoop = attend.rowLoop;
    boolean allRows =
        nest.nest.form == SharedLoops.INSTANCE_KEY_ROW
            && attend.count[attend.keyLoop] > 1
            && !nest.isAtArray(Tensor.O)
            && nest.inside(Tensor.O) < rowLoop;
    int first = attend.firstKind();
    long rows = allRows ? attend.extent(rowLoop) : attend.tile(rowLoop, first);
    return rows * attend.tile(attend.position(Dimension.INSTANCE), first);
  }
}
