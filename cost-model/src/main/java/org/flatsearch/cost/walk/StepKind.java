package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;

/** What a step of one kind moves apart from held tiles, and how long it takes: all instances. */
final class StepKind {
  /** How long the array works. */
  final long ticks;

  /** Operands at the array: inputs, partial sums, output. */
  final Stream[] streams;

  /** Words that the array, and the lanes that divide a final output, read and write. */
  final PortWords port;

  final long multiplyAccumulates;
  final double arrayCycles;

  /** Whether it is the last step that adds to its output. */
  final boolean completes;

  /** Lane operations of dividing the output that the step completes. */
  final long divisionOperations;

  /** That division if the output is streamed; else null: a held tile is divided as a whole. */
  final LaneJob division;

  StepKind(TiledNest nest, Stage stage, int kind, Accelerator accelerator, Durations durations) {
    TiledStage tiled = nest.stage(stage);
    ArrayPasses passes = nest.passes(stage, kind);
    int instances = tiled.tile(tiled.position(Dimension.INSTANCE), kind);
    Tensor left = nest.left(stage);
    Tensor right = stage.weight();
    Tensor output = nest.output(stage);

    List<Stream> past = new ArrayList<>();
    PortWords port = new PortWords(nest.nest, durations);
    if (nest.isAtArray(left)) {
      addStream(past, left, false, instances * passes.left, durations);
    } else {
      port.read(left, instances * passes.left);
    }
    if (nest.isAtArray(right)) {
      addStream(past, right, false, instances * passes.right, durations);
    } else {
      port.read(right, instances * passes.right);
    }
    if (nest.isAtArray(output)) {
      addStream(past, output, false, instances * passes.outputReads, durations);
      addOutputStream(past, nest, tiled, kind, instances * passes.outputWrites, durations);
    } else {
      port.read(output, instances * passes.outputReads);
      port.write(output, instances * passes.outputWrites);
    }
    streams = past.toArray(Stream.NONE);
    ticks = durations.arrayWork(instances, passes.cycles, port.bytes() / instances);
    multiplyAccumulates = instances * passes.multiplyAccumulates;
    arrayCycles = instances * passes.cycles;

    completes = TiledStage.completes(kind);
    // The outputs of parts of the keys are divided when they are merged.
    boolean divides = completes && stage == Stage.ATTEND && !nest.hasParts();
    long divided = divides ? outputWords(tiled, kind) : 0;
    divisionOperations = accelerator.laneOperations().perOutput() * divided;
    port.read(output, divided);
    port.write(output, divided);
    this.port = port;
    division =
        divides && nest.isAtArray(output)
            ? LaneJob.division(nest, output, divided, null, accelerator, durations)
            : null;
  }

  /** A streamed output; of a part of the keys, the last of its writes have the statistics too. */
  private static void addOutputStream(
      List<Stream> streams,
      TiledNest nest,
      TiledStage tiled,
      int kind,
      long words,
      Durations durations) {
    Tensor output = nest.output(tiled.stage);
    long partial = 0;
    if (output == Tensor.O && TiledStage.completes(kind) && nest.hasParts()) {
      partial = outputWords(tiled, kind);
      boolean isLastColumn = (kind >> tiled.ownLoop & 1) != 0;
      long rows = partial / tiled.tile(tiled.ownLoop, kind);
      addStream(
          streams, Tensor.STATISTICS, true, partial + (isLastColumn ? 2 * rows : 0), durations);
    }
    addStream(streams, output, true, words - partial, durations);
  }

  private static void addStream(
      List<Stream> streams, Tensor tensor, boolean write, long words, Durations durations) {
    if (words > 0) {
      streams.add(Stream.of(tensor, write, words, durations));
    }
  }

  private static long outputWords(TiledStage tiled, int kind) {
    return (long) tiled.arrayTile(Dimension.INSTANCE, kind)
        * tiled.arrayTile(Dimension.ROW, kind)
        * tiled.arrayTile(tiled.stage.column(), kind);
  }

  /** Whether anything moves past the buffer. */
  boolean moves() {
    return streams.length > 0 || division != null;
  }

  /** More than the step and its streams take. */
  double mostTicks() {
    double most = ticks + (division == null ? 0 : division.ticks());
    for (Stream stream : streams) {
      most += stream.mostTicks();
    }
    return most;
  }
}
