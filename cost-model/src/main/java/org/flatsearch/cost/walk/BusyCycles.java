package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.spec.Accelerator;

/**
 * For how many cycles the counted events keep each resource busy, taken alone. The port of the
 * buffer is busy with what the array and the lanes read and write, whose work it bounds, but not
 * with transfers from and to DRAM.
 */
record BusyCycles(
    double array,
    double lanes,
    double arrayPort,
    double lanesPort,
    double dramRead,
    double dramWrite) {

  BusyCycles(Accelerator accelerator, double wordBytes, WordCounts counts) {
    this(
        counts.arrayCycles,
        laneOperations(accelerator, counts) / accelerator.lanes(),
        portCycles(accelerator, wordBytes, portWords(counts) - counts.lanesPortWords),
        portCycles(accelerator, wordBytes, counts.lanesPortWords),
        counts.readTransfers * accelerator.dmaLatencyCycles()
            + sum(counts.dramReads)
                * wordBytes
                / (accelerator.dramReadBytesPerSecond() / accelerator.clockHz()),
        counts.writeTransfers * accelerator.dmaLatencyCycles()
            + sum(counts.dramWrites)
                * wordBytes
                / (accelerator.dramWriteBytesPerSecond() / accelerator.clockHz()));
  }

  /** Array and lanes use the port independently, each as if it were alone. */
  double onChip() {
    return Math.max(arrayPort, lanesPort);
  }

  /** The cycles if no two resources work at the same time. */
  double sum() {
    return array + lanes + arrayPort + lanesPort + dramRead + dramWrite;
  }

  /** Lane operations for what was counted. */
  static long laneOperations(Accelerator accelerator, WordCounts counts) {
    return accelerator.laneOperations().perLogit() * counts.softmaxLogits
        + accelerator.laneOperations().perOutput() * counts.softmaxOutputs
        + counts.rescalingOperations;
  }

  private static double portCycles(Accelerator accelerator, double wordBytes, long words) {
    return words * wordBytes / (accelerator.onChipBytesPerSecond() / accelerator.clockHz());
  }

  private static long portWords(WordCounts counts) {
    return counts.onChipReads + counts.onChipWrites - counts.onChipTransfers;
  }

  private static double sum(long[] words) {
    return Arrays.stream(words).sum();
  }
}
