package org.flatsearch.cost.walk;

import java.math.BigInteger;
import java.util.List;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;

/**
 * How long the events of a timeline take, in ticks.
 *
 * <p>A tick is a power-of-two part of a cycle, 2^-30 or as short as the given length of the
 * timeline allows in 62 bits, so that times are added exactly and a repetition is recognised
 * exactly. Durations are rounded up: no chain of events is shorter than the rules say. But if
 * several cores request transfers at the same time by the rules, rounding may put one first by a
 * tick, rather than the core's number: of 13,561 random nests with several cores, five took up to
 * 3% more or less time.
 */
final class Durations {
  /** Bits of a tick count; one of 62 is left for sums. */
  private static final int TICK_BITS = 61;

  private static final int FINEST_TICK_BITS = 30;

  private static final long MOST_TICKS = 1L << TICK_BITS;

  private final StepShape shape;
  private final Accelerator accelerator;
  private final double ticksPerCycle;
  private final double readBytesPerCycle;
  private final double writeBytesPerCycle;
  private final double onChipBytesPerCycle;
  private final double wordBytes;

  /** Thrown where a timeline is longer than the length that its ticks were chosen for. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param cycles a length of the timeline; if what is played of it turns out to be far longer, it
   *     ends with a {@link TooLongException}
   */
  Durations(StepShape shape, Accelerator accelerator, double wordBytes, double cycles) {
    this.shape = shape;
    this.accelerator = accelerator;
    this.wordBytes = wordBytes;
    int bits = TICK_BITS - Math.max(0, Math.getExponent(cycles) + 1);
    ticksPerCycle = Math.scalb(1.0, Math.min(FINEST_TICK_BITS, bits));
    readBytesPerCycle = accelerator.dramReadBytesPerSecond() / accelerator.clockHz();
    writeBytesPerCycle = accelerator.dramWriteBytesPerSecond() / accelerator.clockHz();
    onChipBytesPerCycle = accelerator.onChipBytesPerSecond() / accelerator.clockHz();
  }

  /** The time of {@code ticks} in cycles. */
  double cycles(BigInteger ticks) {
    return ticks.doubleValue() / ticksPerCycle;
  }

  private long ticks(double cycles) {
    double ticks = Math.ceil(cycles * ticksPerCycle);
    if (ticks > MOST_TICKS) {
      throw new TooLongException();
    }
    return (long) ticks;
  }

  /** Requires that adding a duration to this tick does not overflow. */
  static void requireExact(long now) {
    if (now > 2 * MOST_TICKS) {
      throw new TooLongException();
    }
  }

  /** A transfer from DRAM: latency and bytes over bandwidth. */
  long read(long words) {
    return ticks(accelerator.dmaLatencyCycles() + words * wordBytes / readBytesPerCycle);
  }

  /** A transfer to DRAM: latency and bytes over bandwidth. */
  long write(long words) {
    return ticks(accelerator.dmaLatencyCycles() + words * wordBytes / writeBytesPerCycle);
  }

  /** In how many pieces a tile of K arrives. */
  int pieces() {
    return accelerator.transferPieces();
  }

  /** How long before the end of a read of {@code words} its piece number {@code piece} arrives. */
  long pieceBeforeEnd(long words, int piece) {
    double bytes = words * wordBytes * (pieces() - piece) / pieces();
    return (long) Math.floor(bytes / readBytesPerCycle * ticksPerCycle);
  }

  /** Array work on one tile: its passes, or the on-chip port if that takes longer. */
  long arrayWork(Stage stage, int[] index) {
    ArrayPasses.Words words = shape.passes(stage, index);
    long instances = shape.instances(stage, index);
    long onChip = 0;
    Tensor output = shape.output(stage);
    onChip += shape.isAtArray(shape.left(stage)) ? 0 : words.left;
    onChip += shape.isAtArray(stage.weight()) ? 0 : words.right;
    onChip += shape.isAtArray(output) ? 0 : words.outputReads + words.outputWrites;
    return ticks(instances * Math.max(words.cycles, onChip * wordBytes / onChipBytesPerCycle));
  }

  /** The softmax of a shared tile: its lane operations, or the on-chip port. */
  long softmax(int[] index) {
    long logits = shape.sharedLogits(index);
    double operations = (double) accelerator.laneOperations().perLogit() * logits;
    long onChip = 3 * logits; // two reads and a write of each
    if (shape.rescales(index)) {
      operations += shape.rescalingOperations(index);
      onChip += 2 * shape.rescaledWords(index); // a read and a write of each
    }
    return lanes(operations, onChip);
  }

  /** The deferred division of {@code words} of output. */
  long division(long words) {
    return lanes((double) accelerator.laneOperations().perOutput() * words, 2 * words);
  }

  private long lanes(double operations, long onChipWords) {
    return ticks(
        Math.max(operations / accelerator.lanes(), onChipWords * wordBytes / onChipBytesPerCycle));
  }

  /** An upper limit of the length of the timeline of cores that have counted {@code counts}. */
  static double mostCycles(Accelerator accelerator, double wordBytes, List<WordCounts> counts) {
    double cycles = 0;
    for (WordCounts core : counts) {
      cycles += new BusyCycles(accelerator, wordBytes, core).sum();
    }
    return cycles;
  }
}
