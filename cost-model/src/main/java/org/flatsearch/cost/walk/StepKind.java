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

  /** Words that the array, and the lanes that divide a final output, read from the buffer. */
  final long onChipReads;

  /** Words that they write. */
  final long onChipWrites;

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
    ArrayPasses passes = nest.passes[stage.ordinal()][kind];
    int instances = tiled.tile(tiled.position(Dimension.INSTANCE), kind);
    Tensor left = nest.left(stage);
    Tensor right = stage.weight();
    Tensor output = nest.output(stage);

    List<Stream> past = new ArrayList<>();
    long reads = 0;
    long writes = 0;
    double onChipBytes = 0;
    if (nest.isAtArray(left)) {
      addStream(past, left, false, instances * passes.left, durations);
    } else {
      reads += passes.left;
      onChipBytes += durations.bytes(left, passes.left);
    }
    if (nest.isAtArray(right)) {
      addStream(past, right, false, instances * passes.right, durations);
    } else {
      reads += passes.right;
      onChipBytes += durations.bytes(right, passes.right);
    }
    if (nest.isAtArray(output)) {
      addStream(past, output, false, instances * passes.outputReads, durations);
      addStream(past, output, true, instances * passes.outputWrites, durations);
    } else {
      reads += passes.outputReads;
      writes += passes.outputWrites;
      onChipBytes += durations.bytes(output, passes.outputReads + passes.outputWrites);
    }
    streams = past.toArray(Stream.NONE);
    ticks = durations.arrayWork(instances, passes.cycles, onChipBytes);
    multiplyAccumulates = instances * passes.multiplyAccumulates;
    arrayCycles = instances * passes.cycles;

    completes = tiled.completes(kind);
    boolean divides = completes && stage == Stage.ATTEND;
    long divided = divides ? outputWords(tiled, kind) : 0;
    divisionOperations = accelerator.laneOperations().perOutput() * divided;
    onChipReads = instances * reads + divided;
    onChipWrites = instances * writes + divided;
    division =
        divides && nest.isAtArray(output)
            ? LaneJob.division(output, divided, null, kind, accelerator, durations)
            : null;
  }

  private static void addStream(
      List<Stream> streams, Tensor tensor, boolean write, long words, Durations durations) {
    if (words > 0) {
      long ticks = write ? durations.write(tensor, words) : durations.read(tensor, words);
      streams.add(new Stream(tensor, write, words, ticks));
    }
  }

  private static long outputWords(TiledStage tiled, int kind) {
    long words = 1;
    for (int loop = 0; loop < TiledStage.LOOPS; loop++) {
      words *= loop == tiled.reduction ? 1 : tiled.tile(loop, kind);
    }
    return words;
  }

  /** Whether anything moves past the buffer. */
  boolean moves() {
    return streams.length > 0 || division != null;
  }

  /** More than the step and its streams take. */
  double mostTicks() {
    double most = ticks + (division == null ? 0 : division.ticks());
    for (Stream stream : streams) {
      most += stream.ticks();
    }
    return most;
  }
}
