package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.spec.Accelerator;

/**
 * For how many cycles the counted events keep each resource busy, taken alone. The port of the
 * buffer is busy with all words that the array, the lanes and transfers read and write.
 */
record BusyCycles(double array, double lanes, double onChip, double dramRead, double dramWrite) {

  BusyCycles(Accelerator accelerator, double wordBytes, WordCounts counts) {
    this(
        counts.arrayCycles,
        counts.laneOperations / accelerator.lanes(),
        (counts.onChipReads + counts.onChipWrites)
            * wordBytes
            / (accelerator.onChipBytesPerSecond() / accelerator.clockHz()),
        counts.readTransfers * accelerator.dmaLatencyCycles()
            + sum(counts.dramReads)
                * wordBytes
                / (accelerator.dramReadBytesPerSecond() / accelerator.clockHz()),
        counts.writeTransfers * accelerator.dmaLatencyCycles()
            + sum(counts.dramWrites)
                * wordBytes
                / (accelerator.dramWriteBytesPerSecond() / accelerator.clockHz()));
  }

  private static double sum(long[] words) {
    return Arrays.stream(words).sum();
  }
}
