package org.flatsearch.cost.walk;

import java.util.List;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Turns what a walk counted into the figures of a cost sheet. */
final class SheetFiller {
  private static final List<Tensor> LAID_OUT = List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O);
  private static final Tensor[] TENSORS = Tensor.values();

  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final Durations durations;
  private final boolean isProduct;
  private final CostSheet sheet;
  private double onChipReadBytes;
  private double onChipWriteBytes;
  private double dramReadBytes;
  private double dramWriteBytes;

  SheetFiller(Accelerator accelerator, TiledNest nest, Durations durations, CostSheet sheet) {
    this.accelerator = accelerator;
    workload = nest.workload;
    isProduct = nest.isProduct;
    this.durations = durations;
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
    sheet.registerBytes = footprint.registerBytes;
    sheet.registerViolationBytes =
        Math.max(0, sheet.registerBytes - accelerator.memories().registerBytes());
    sheet.violationBytes =
        Math.max(0, sheet.footprintBytes - accelerator.bufferBytes())
            + sheet.registerViolationBytes;
    cores.forEach(this::addCounts);
    double busyReads = dramReadBytes;
    double busyWrites = dramWriteBytes;
    if (!isProduct) {
      addLayout();
    }
    sheet.trafficBytes = dramReadBytes + dramWriteBytes;
    sheet.registerAccesses += 3 * sheet.macs;
    fillEnergy();
    fillTime(cores, cycles, busyReads, busyWrites);
  }

  /** Memory may hold Q, K, V and O token by token, and the kernel want them head by head. */
  private void addLayout() {
    double passes = accelerator.overheads().layoutPasses();
    if (passes == 0) {
      return;
    }
    long instances = workload.instances();
    for (Tensor tensor : LAID_OUT) {
      long elements = instances;
      for (Dimension dimension : tensor.stage().dimensions()) {
        boolean isIndex = dimension != Dimension.INSTANCE && tensor.isIndexedBy(dimension);
        elements *= isIndex ? Extents.of(workload, dimension) : 1;
      }
      if (tensor == Tensor.V && workload.valuesInKeys()) {
        continue;
      }
      long words = Math.round(passes * elements);
      addDram(tensor, words, words);
    }
  }

  private void addDram(Tensor tensor, long reads, long writes) {
    sheet.dramReadWords += reads;
    sheet.dramWriteWords += writes;
    dramReadBytes += durations.bytes(tensor, reads);
    dramWriteBytes += durations.bytes(tensor, writes);
    sheet.trafficBytesByTensor[tensor.ordinal()] += durations.bytes(tensor, reads + writes);
  }

  private void addCounts(WordCounts core) {
    for (int t = 0; t < core.dramReads.length; t++) {
      addDram(TENSORS[t], core.dramReads[t], core.dramWrites[t]);
    }
    onChipReadBytes += core.onChipReadBytes;
    onChipWriteBytes += core.onChipWriteBytes;
    sheet.registerAccesses += core.registerWords;
    sheet.executedLogits += core.logits;
    sheet.onChipReadWords += core.onChipReads;
    sheet.onChipWriteWords += core.onChipWrites;
    sheet.macs += core.multiplyAccumulates;
    sheet.laneOperations += core.laneOperations;
  }

  private void fillEnergy() {
    Accelerator.Energy energy = accelerator.energy();
    sheet.setEnergy(
        sheet.macs * energy.macJoules(),
        sheet.registerAccesses * energy.registerJoulesPerAccess(),
        sheet.laneOperations * energy.laneOperationJoules(),
        onChipReadBytes * energy.onChipReadJoulesPerByte(),
        onChipWriteBytes * energy.onChipWriteJoulesPerByte(),
        dramReadBytes * energy.dramReadJoulesPerByte(),
        dramWriteBytes * energy.dramWriteJoulesPerByte());
    // In this order since ever: another one changes last digits, and so which schedule is best.
    double[] parts = sheet.energyJoulesByPart;
    double moves = parts[3] + parts[4] + parts[5] + parts[6];
    sheet.energyJoules = parts[0] + parts[1] + parts[2] + moves;
  }

  /**
   * Each event of the timeline has the whole port for itself, although array, lanes and transfers
   * share it. So the latency is also at least the time in which the port of the busiest core moves
   * all of its words, one after another.
   *
   * @param cycles the length of the timeline
   */
  private void fillTime(
      List<WordCounts> cores, double cycles, double readBytes, double writeBytes) {
    double clock = accelerator.clockHz();
    double sharedBytes = 0;
    long readTransfers = 0;
    long writeTransfers = 0;
    for (WordCounts core : cores) {
      busy(Bound.ARRAY, core.arrayCycles / clock);
      busy(Bound.LANES, core.laneOperations / accelerator.lanes() / clock);
      double onChipBytes = core.onChipReadBytes + core.onChipWriteBytes;
      sharedBytes += core.sharedBytes;
      busy(Bound.ON_CHIP, onChipBytes / (accelerator.onChipBytesPerSecond() / clock) / clock);
      readTransfers += core.readTransfers;
      writeTransfers += core.writeTransfers;
    }
    double latency = accelerator.dmaLatencyCycles() / clock;
    double reads = readTransfers * latency + readBytes / accelerator.dramReadBytesPerSecond();
    double writes = writeTransfers * latency + writeBytes / accelerator.dramWriteBytesPerSecond();
    busy(Bound.DRAM, accelerator.dramShared() ? reads + writes : Math.max(reads, writes));
    sheet.setBound();
    double seconds = Math.max(cycles / clock, sheet.busySeconds[Bound.ON_CHIP.ordinal()]);
    Accelerator.Memories memories = accelerator.memories();
    if (memories.sharedBufferBytes() > 0) {
      seconds = Math.max(seconds, sharedBytes / memories.sharedBufferBytesPerSecond());
    }
    double layoutReads = (dramReadBytes - readBytes) / accelerator.dramReadBytesPerSecond();
    double layoutWrites = (dramWriteBytes - writeBytes) / accelerator.dramWriteBytesPerSecond();
    seconds +=
        accelerator.overheads().launchSeconds()
            + (accelerator.dramShared()
                ? layoutReads + layoutWrites
                : Math.max(layoutReads, layoutWrites));
    double ideal =
        (isProduct ? sheet.macs : workload.macs())
            / ((double) accelerator.processingElements() * accelerator.arrays() * clock);
    sheet.setLatency(seconds, ideal, accelerator.energy().leakageWatts());
  }

  /** A resource counts as busy as on the core where it is busiest. */
  private void busy(Bound resource, double seconds) {
    sheet.busySeconds[resource.ordinal()] =
        Math.max(sheet.busySeconds[resource.ordinal()], seconds);
  }
}
