package org.flatsearch.cost.walk;

import java.util.List;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Turns what a walk counted into the figures of a cost sheet. */
final class SheetFiller {
  private final Accelerator accelerator;
  private final double wordBytes;
  private final CostSheet sheet;

  SheetFiller(Accelerator accelerator, AttentionWorkload workload, CostSheet sheet) {
    this.accelerator = accelerator;
    wordBytes = workload.wordBytes();
    this.sheet = sheet;
  }

  void fill(Footprint footprint, List<WordCounts> cores, double cycles) {
    System.arraycopy(
        footprint.bytesByTensor,
        0,
        sheet.footprintBytesByTensor,
        0,
        footprint.bytesByTensor.length);
    sheet.footprintBytes = footprint.totalBytes();
    sheet.violationBytes = Math.max(0, sheet.footprintBytes - accelerator.bufferBytes());
    cores.forEach(this::addCounts);
    sheet.trafficBytes = (double) (sheet.dramReadWords + sheet.dramWriteWords) * wordBytes;
    sheet.registerAccesses = 3 * sheet.macs;
    fillEnergy();
    fillTime(cores, cycles);
  }

  private void addCounts(WordCounts core) {
    for (int t = 0; t < core.dramReads.length; t++) {
      sheet.dramReadWords += core.dramReads[t];
      sheet.dramWriteWords += core.dramWrites[t];
      sheet.trafficBytesByTensor[t] +=
          (double) (core.dramReads[t] + core.dramWrites[t]) * wordBytes;
    }
    sheet.onChipReadWords += core.onChipReads;
    sheet.onChipWriteWords += core.onChipWrites;
    sheet.macs += core.multiplyAccumulates;
    sheet.laneOperations += core.laneOperations;
  }

  private void fillEnergy() {
    Accelerator.Energy energy = accelerator.energy();
    sheet.energyJoules =
        sheet.macs * energy.macJoules()
            + sheet.registerAccesses * energy.registerJoulesPerAccess()
            + sheet.laneOperations * energy.laneOperationJoules()
            + wordBytes
                * (sheet.onChipReadWords * energy.onChipReadJoulesPerByte()
                    + sheet.onChipWriteWords * energy.onChipWriteJoulesPerByte()
                    + sheet.dramReadWords * energy.dramReadJoulesPerByte()
                    + sheet.dramWriteWords * energy.dramWriteJoulesPerByte());
  }

  /**
   * Each event of the timeline has the whole port for itself, although array, lanes and transfers
   * share it. So the latency is also at least the time in which the port of the busiest core moves
   * all of its words, one after another.
   *
   * @param cycles the length of the timeline
   */
  private void fillTime(List<WordCounts> cores, double cycles) {
    double clock = accelerator.clockHz();
    long readTransfers = 0;
    long writeTransfers = 0;
    for (WordCounts core : cores) {
      busy(Bound.ARRAY, core.arrayCycles / clock);
      busy(Bound.LANES, core.laneOperations / accelerator.lanes() / clock);
      double onChipBytes = (core.onChipReads + core.onChipWrites) * wordBytes;
      busy(Bound.ON_CHIP, onChipBytes / (accelerator.onChipBytesPerSecond() / clock) / clock);
      readTransfers += core.readTransfers;
      writeTransfers += core.writeTransfers;
    }
    double latency = accelerator.dmaLatencyCycles() / clock;
    double reads =
        readTransfers * latency
            + sheet.dramReadWords * wordBytes / accelerator.dramReadBytesPerSecond();
    double writes =
        writeTransfers * latency
            + sheet.dramWriteWords * wordBytes / accelerator.dramWriteBytesPerSecond();
    busy(Bound.DRAM, accelerator.dramShared() ? reads + writes : Math.max(reads, writes));
    sheet.setBound();
    double seconds = Math.max(cycles / clock, sheet.busySeconds[Bound.ON_CHIP.ordinal()]);
    double ideal = sheet.macs / (accelerator.processingElements() * clock);
    sheet.setLatency(seconds, ideal, accelerator.energy().leakageWatts());
  }

  /** A resource counts as busy as on the core where it is busiest. */
  private void busy(Bound resource, double seconds) {
    sheet.busySeconds[resource.ordinal()] =
        Math.max(sheet.busySeconds[resource.ordinal()], seconds);
  }
}
