package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * How long the events of a timeline take, in ticks.
 *
 * <p>A tick is a power-of-two part of a cycle, so that times are added exactly and a repetition is
 * recognised exactly. Durations are rounded up: no chain of events is shorter than the rules say.
 * But if several cores request transfers at the same time by the rules, rounding may put one first
 * by a tick, rather than the core's number.
 */
final class Durations {
  /** The shortest tick is 2^-30 cycles. */
  static final int FINEST = 30;

  private final Accelerator accelerator;
  private final double[] wordBytes = new double[Tensor.values().length];
  private final double ticksPerCycle;
  private final double sharedBytesPerCycle;
  private final double readBytesPerCycle;
  private final double writeBytesPerCycle;
  private final double onChipBytesPerCycle;
  private final double coreBytesPerCycle;

  /**
   * @param hasParts whether outputs of parts of the keys are stored with their statistics
   * @param tickBits the binary logarithm of the ticks in a cycle
   */
  Durations(Accelerator accelerator, AttentionWorkload workload, boolean hasParts, int tickBits) {
    this.accelerator = accelerator;
    Arrays.fill(wordBytes, workload.logitBytes());
    wordBytes[Tensor.Q.ordinal()] = workload.bytes().q();
    wordBytes[Tensor.K.ordinal()] = workload.bytes().k();
    wordBytes[Tensor.V.ordinal()] = workload.bytes().v();
    wordBytes[Tensor.O.ordinal()] = workload.bytes().o();
    wordBytes[Tensor.STATISTICS.ordinal()] =
        hasParts ? accelerator.accumulatorBytes() : workload.wordBytes();
    sharedBytesPerCycle =
        accelerator.memories().sharedBufferBytesPerSecond() / accelerator.clockHz();
    ticksPerCycle = Math.scalb(1.0, tickBits);
    readBytesPerCycle = accelerator.dramReadBytesPerSecond() / accelerator.clockHz();
    writeBytesPerCycle = accelerator.dramWriteBytesPerSecond() / accelerator.clockHz();
    onChipBytesPerCycle = accelerator.onChipBytesPerSecond() / accelerator.clockHz();
    coreBytesPerCycle = accelerator.memories().coreBytesPerSecond() / accelerator.clockHz();
  }

  /** The time of {@code ticks} in cycles. */
  double cycles(long ticks) {
    return ticks / ticksPerCycle;
  }

  private long ticks(double cycles) {
    return (long) Math.ceil(cycles * ticksPerCycle);
  }

  /** Bytes of {@code words} of {@code tensor}, in DRAM and in the buffer. */
  double bytes(Tensor tensor, long words) {
    return words * wordBytes[tensor.ordinal()];
  }

  /** A transfer from DRAM: latency and bytes over bandwidth. */
  long read(Tensor tensor, long words) {
    return ticks(accelerator.dmaLatencyCycles() + bytes(tensor, words) / readBytesPerCycle);
  }

  /** A transfer from the buffer that all cores share. */
  long fromShared(Tensor tensor, long words) {
    return ticks(accelerator.dmaLatencyCycles() + bytes(tensor, words) / sharedBytesPerCycle);
  }

  /** What a transfer takes at least on its core, whatever else is idle. */
  long onCore(Tensor tensor, long words) {
    return ticks(bytes(tensor, words) / coreBytesPerCycle);
  }

  /** Cycles of a core in which its array does not work. */
  long idle(double cycles) {
    return ticks(cycles);
  }

  /** A transfer to DRAM: latency and bytes over bandwidth. */
  long write(Tensor tensor, long words) {
    return ticks(accelerator.dmaLatencyCycles() + bytes(tensor, words) / writeBytesPerCycle);
  }

  /**
   * How long before the end of a read each of its pieces arrives, the first piece first: piece j of
   * n, when all but (n − j)/n of its bytes have been moved.
   */
  long[] piecesBeforeEnd(Tensor tensor, long words) {
    int pieces = accelerator.transferPieces();
    long[] before = new long[pieces];
    double all = bytes(tensor, words);
    double latency = accelerator.dmaLatencyCycles();
    for (int piece = 1; piece <= pieces; piece++) {
      double arrived = all * piece / pieces;
      double left = all * (pieces - piece) / pieces / readBytesPerCycle;
      // The core may receive the whole tile later than the channel has moved it, and each piece
      // too.
      double later = Math.max(0, all / coreBytesPerCycle - latency - all / readBytesPerCycle);
      double pieceLater =
          Math.max(0, arrived / coreBytesPerCycle - latency - arrived / readBytesPerCycle);
      before[piece - 1] = (long) Math.floor((left + later - pieceLater) * ticksPerCycle);
    }
    return before;
  }

  /**
   * Array work on one tile of each of so many instances: its passes, or the on-chip port if that
   * takes longer.
   */
  long arrayWork(int instances, double cycles, double onChipBytes) {
    return ticks(instances * Math.max(cycles, onChipBytes / onChipBytesPerCycle));
  }

  /** Work of the lanes: their operations, or the on-chip port if that takes longer. */
  long laneWork(double operations, double onChipBytes) {
    return ticks(Math.max(operations / accelerator.lanes(), onChipBytes / onChipBytesPerCycle));
  }
}
