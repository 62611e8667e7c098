package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;

/**
 * A kind of work of the lanes: the softmax of a shared tile, the division of a final output, or the
 * merge of the outputs of all parts of the keys.
 *
 * @param isSoftmax whether it is a softmax
 * @param ticks how long the lanes work
 * @param streams words through DRAM that are read and written meanwhile
 * @param operations lane operations; divisions are counted with the steps that complete them
 * @param logits how many logits the softmax works on
 * @param port words that the lanes read and write, and of logits through DRAM those that leave the
 *     buffer and arrive; of divisions, they are counted with the steps
 * @param stored the output whose tile is stored afterwards, or null
 * @param storedWords the words of that tile
 */
record LaneJob(
    boolean isSoftmax,
    long ticks,
    Stream[] streams,
    long operations,
    long logits,
    PortWords port,
    HeldTensor stored,
    long storedWords) {

  /** The deferred division of {@code words} of output. */
  static LaneJob division(
      TiledNest nest,
      Tensor output,
      long words,
      HeldTensor stored,
      Accelerator accelerator,
      Durations durations) {
    double operations = (double) accelerator.laneOperations().perOutput() * words;
    PortWords port = new PortWords(nest.nest, durations);
    port.read(output, words);
    port.write(output, words);
    long ticks = durations.laneWork(operations, port.bytes());
    return new LaneJob(
        false, ticks, Stream.NONE, 0, 0, new PortWords(nest.nest, durations), stored, words);
  }

  /**
   * The softmax of the logits of a shared tile: each is read twice, for the maximum and for the
   * exponential, and written once. An online softmax also rescales the output of earlier keys.
   *
   * @param logits of the shared tile
   * @param rows of an online softmax; 0 if it is not online
   * @param rescales whether there are earlier keys
   * @param readsPerLogit how often the pass over logits through DRAM reads each
   */
  static LaneJob softmax(
      TiledNest nest,
      long logits,
      long rows,
      boolean rescales,
      int readsPerLogit,
      Accelerator accelerator,
      Durations durations) {
    TiledStage attend = nest.stage(Stage.ATTEND);
    long width = attend.extent(attend.position(Dimension.VALUE_DIM));
    long rescaledRows = rescales ? rows : 0;
    Accelerator.LaneOperations each = accelerator.laneOperations();
    long operations =
        each.perLogit() * logits + rescaledRows * (width + 2) + each.perRowStep() * rows;
    Tensor output = nest.output(Stage.LOGIT);
    PortWords port = new PortWords(nest.nest, durations);
    port.read(output, 2 * logits);
    port.write(output, logits);
    port.read(Tensor.O, rescaledRows * width);
    port.write(Tensor.O, rescaledRows * width);
    long ticks = durations.laneWork(operations, port.bytes());
    Stream[] streams = Stream.NONE;
    if (!nest.nest.fused) {
      long read = readsPerLogit * logits;
      streams =
          new Stream[] {
            Stream.of(Tensor.SOFTMAX, false, read, durations),
            Stream.of(Tensor.SOFTMAX, true, logits, durations)
          };
      port.read(Tensor.SOFTMAX, logits);
      port.write(Tensor.SOFTMAX, read);
    }
    return new LaneJob(true, ticks, streams, operations, logits, port, null, 0);
  }

  /** The ticks of its streams, one after another. */
  long streamTicks() {
    long sum = 0;
    for (Stream stream : streams) {
      sum += stream.ticks() + stream.coreTicks();
    }
    return sum;
  }
}
