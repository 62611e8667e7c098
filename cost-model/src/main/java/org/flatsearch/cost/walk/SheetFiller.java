package org.flatsearch.cost.walk;

import org.flatsearch.cost.CostSheet;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Turns what a walk counted into the figures of a cost sheet. */
final class SheetFiller {
  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final CostSheet sheet;

  SheetFiller(Accelerator accelerator, AttentionWorkload workload, CostSheet sheet) {
    this.accelerator = accelerator;
    this.workload = workload;
    this.sheet = sheet;
  }

  void fill(Footprint footprint, WordCounts[] cores) {
    System.arraycopy(
        footprint.bytesByTensor,
        0,
        sheet.footprintBytesByTensor,
        0,
        footprint.bytesByTensor.length);
    sheet.footprintBytes = footprint.totalBytes();
    sheet.violationBytes = Math.max(0, sheet.footprintBytes - accelerator.bufferBytes());
    WordCounts all = new WordCounts();
    for (WordCounts core : cores) {
      all.add(core, 1);
    }
    fillCounts(all);
    fillEnergy();
  }

  private void fillCounts(WordCounts all) {
    for (Tensor tensor : Tensor.values()) {
      int t = tensor.ordinal();
      sheet.dramReadWords += all.dramReads[t];
      sheet.dramWriteWords += all.dramWrites[t];
      sheet.trafficBytesByTensor[t] =
          (double) (all.dramReads[t] + all.dramWrites[t]) * workload.wordBytes();
    }
    sheet.trafficBytes =
        (double) (sheet.dramReadWords + sheet.dramWriteWords) * workload.wordBytes();
    sheet.onChipReadWords = all.onChipReads;
    sheet.onChipWriteWords = all.onChipWrites;
    sheet.macs = all.multiplyAccumulates;
    sheet.registerAccesses = 3 * all.multiplyAccumulates;
    sheet.laneOperations =
        accelerator.laneOperations().perLogit() * all.softmaxLogits
            + accelerator.laneOperations().perOutput() * all.softmaxOutputs
            + all.rescalingOperations;
  }

  private void fillEnergy() {
    Accelerator.Energy energy = accelerator.energy();
    sheet.energyJoules =
        sheet.macs * energy.macJoules()
            + sheet.registerAccesses * energy.registerJoulesPerAccess()
            + sheet.laneOperations * energy.laneOperationJoules()
            + workload.wordBytes()
                * (sheet.onChipReadWords * energy.onChipReadJoulesPerByte()
                    + sheet.onChipWriteWords * energy.onChipWriteJoulesPerByte()
                    + sheet.dramReadWords * energy.dramReadJoulesPerByte()
                    + sheet.dramWriteWords * energy.dramWriteJoulesPerByte());
  }
}
