package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.spec.Accelerator;

/**
 * For how many cycles what was counted keeps each resource busy, taken alone: the port of the
 * buffer with what array and lanes read and write, which it bounds, not with transfers beside them.
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

  /** Array and lanes use the port side by side, each as if it were alone. */
  double onChip() {
    return Math.max(arrayPort, lanesPort);
  }

  /** What they take if none works beside another. */
  double sum() {
    return array + lanes + arrayPort + lanesPort + dramRead + dramWrite;
  }

  /** Operations of the lanes behind {@code counts}. */
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
