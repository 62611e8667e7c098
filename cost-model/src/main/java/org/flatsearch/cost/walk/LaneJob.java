package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;

/**
 * A kind of work of the lanes: the softmax of a shared tile, or the division of a final output.
 *
 * @param isSoftmax whether it is the former
 * @param ticks how long the lanes work
 * @param streams logits through DRAM that are read and written meanwhile
 * @param operations lane operations; divisions are counted with the steps that complete them
 * @param onChipReads words that the lanes read from the buffer, and that leave it for DRAM
 * @param onChipWrites words that they write to it, and that arrive from DRAM
 * @param stored the output whose divided tile is stored afterwards, or null
 * @param kind the kind of the step that completed that tile
 */
record LaneJob(
    boolean isSoftmax,
    long ticks,
    Stream[] streams,
    long operations,
    long onChipReads,
    long onChipWrites,
    HeldTensor stored,
    int kind) {

  /** The bit, in place of {@link TiledStage#CONTINUES}, of a softmax that rescales earlier keys. */
  static final int RESCALES = TiledStage.CONTINUES;

  /** The deferred division of {@code words} of output. */
  static LaneJob division(
      Tensor output,
      long words,
      HeldTensor stored,
      int kind,
      Accelerator accelerator,
      Durations durations) {
    double operations = (double) accelerator.laneOperations().perOutput() * words;
    double bytes = durations.bytes(output, 2 * words); // read and written
    long ticks = durations.laneWork(operations, bytes);
    return new LaneJob(false, ticks, Stream.NONE, 0, 0, 0, stored, kind);
  }

  /**
   * The softmax of the logits of a shared tile: each is read twice, for the maximum and for the
   * exponential, and written once. An online softmax also rescales the output of earlier keys.
   *
   * @param kind of its last Logit step, with {@link #RESCALES}
   * @param readsPerLogit how often the pass over logits through DRAM reads each
   */
  static LaneJob softmax(
      TiledNest nest, int kind, int readsPerLogit, Accelerator accelerator, Durations durations) {
    TiledStage logit = nest.stage(Stage.LOGIT);
    long rows = 1;
    long logits = 1;
    for (int loop = 0; loop < TiledStage.LOOPS; loop++) {
      Dimension dimension = logit.dimension(loop);
      long extent = loop < logit.sharedLoops ? logit.tile(loop, kind) : logit.extent(loop);
      logits *= Tensor.LOGITS.isIndexedBy(dimension) ? extent : 1;
      rows *= Tensor.STATISTICS.isIndexedBy(dimension) ? extent : 1;
    }
    TiledStage attend = nest.stage(Stage.ATTEND);
    long width = attend.extent(attend.position(Dimension.VALUE_DIM));
    long rescaledRows = (kind >> RESCALES & 1) != 0 ? rows : 0;
    long operations = accelerator.laneOperations().perLogit() * logits + rescaledRows * (width + 2);
    Tensor output = nest.output(Stage.LOGIT);
    double bytes =
        durations.bytes(output, 3 * logits) + durations.bytes(Tensor.O, 2 * rescaledRows * width);
    long reads = 2 * logits + rescaledRows * width;
    long writes = logits + rescaledRows * width;
    Stream[] streams = Stream.NONE;
    if (!nest.nest.fused) {
      long read = readsPerLogit * logits;
      streams =
          new Stream[] {
            new Stream(Tensor.SOFTMAX, false, read, durations.read(Tensor.SOFTMAX, read)),
            new Stream(Tensor.SOFTMAX, true, logits, durations.write(Tensor.SOFTMAX, logits))
          };
      reads += logits;
      writes += read;
    }
    return new LaneJob(
        true, durations.laneWork(operations, bytes), streams, operations, reads, writes, null, 0);
  }

  /** The ticks of its streams, one after another. */
  long streamTicks() {
    long sum = 0;
    for (Stream stream : streams) {
      sum += stream.ticks();
    }
    return sum;
  }
}
