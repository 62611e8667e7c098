package org.flatsearch.cost.loopnest;

import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;

/** Bounds the time of a nest from below by chains of events that the walker must also spend. */
final class CriticalChains {
  private final Figures figures;
  private final Dealing dealing;

  CriticalChains(Figures figures, Dealing dealing) {
    this.figures = figures;
    this.dealing = dealing;
  }

  double cycles(
      LoopNest nest,
      StageCosts l,
      StageCosts a,
      double softmax,
      double divisions,
      long passReadWords,
      long passWriteWords) {
    double share = dealing.shareOfCore;
    double sigma = Math.min(1, l.largestPhaseShare);
    int slots = nest.fused ? nest.slots[Tensor.LOGITS.ordinal()] : 1;
    double passes = nest.fused ? 0 : l.sharedTiles * figures.latencyCycles;
    double passReads = passReadWords * figures.readCyclesPerWord + passes;
    double passWrites = passWriteWords * figures.writeCyclesPerWord + passes;
    double reads = l.readCycles + a.readCycles + passReads;
    double writes = l.writeCycles + a.writeCycles + passWrites;
    double firstSoftmax = l.firstSharedLogits * figures.softmaxCyclesPerLogit;
    double lastSoftmax = l.lastSharedLogits * figures.softmaxCyclesPerLogit;
    double start = l.firstLoadCycles;
    double end = a.lastDivisionCycles + a.lastStoreCycles;

    // Between the stages, where nothing else happens on the array.
    double between = 0;
    if (!nest.fused) {
      double transfers =
          figures.dramShared ? passReads + passWrites : Math.max(passReads, passWrites);
      between = l.passStoreCycles + Math.max(softmax, transfers * share) + a.passLoadCycles;
    } else if (slots == 1) {
      between = softmax;
    }

    // The array.
    double cycles = start + l.phaseCycles + between + a.phaseCycles + end;
    // The lanes.
    double toAttend = start + l.firstPhaseCycles;
    double lanes = toAttend + softmax;
    cycles = Math.max(cycles, lanes + a.lastPhaseCycles + end);
    cycles = Math.max(cycles, lanes + divisions + a.lastStoreCycles);
    toAttend += firstSoftmax;
    double fromLogit = lastSoftmax + a.lastPhaseCycles + end;
    if (slots > 1) {
      double others = Math.max(0, 1 - slots * sigma);
      cycles = Math.max(cycles, toAttend + a.phaseCycles + others * l.phaseCycles + end);
      cycles = Math.max(cycles, start + l.phaseCycles + others * a.phaseCycles + fromLogit);
    }
    // One slot.
    cycles = Math.max(cycles, start + l.phaseCycles + l.oneSlotCycles + fromLogit);
    double stores = Math.max(a.oneSlotStoreCycles + a.oneSlotDivisionCycles, end);
    if (figures.dramShared) {
      double loads =
          a.oneSlotCycles
              + Math.max(a.oneSlotStoreCycles, a.lastStoreCycles)
              + a.lastDivisionCycles;
      cycles = Math.max(cycles, toAttend + a.phaseCycles + Math.max(stores, loads));
    } else {
      cycles = Math.max(cycles, toAttend + a.phaseCycles + a.oneSlotCycles + end);
      cycles = Math.max(cycles, toAttend + a.phaseCycles + stores);
    }
    // The channels.
    double tail = a.lastTailCycles;
    if (a.afterLogitCycles > 0) {
      tail = Math.max(tail, l.lastTailCycles + lastSoftmax + a.afterLogitCycles);
    }
    tail += end;
    if (figures.dramShared) {
      cycles = Math.max(cycles, reads + writes);
      double early = a.earlyWriteCycles + (a.passesEarly ? l.writeCycles + passWrites : 0);
      cycles = Math.max(cycles, reads + early + tail);
    } else {
      cycles = Math.max(cycles, reads + tail);
    }
    double firstStore = 0;
    if (figures.cores == 1) {
      firstStore =
          nest.fused
              ? toAttend + a.firstOutputCycles
              : start + Math.min(l.firstOutputCycles, l.firstPhaseCycles);
    }
    cycles = Math.max(cycles, firstStore + writes);

    // The array and the queue of loads in turn.
    double readsOfL = l.readCycles * share;
    double readsOfA = a.readCycles * share;
    double logitFromQueue =
        Math.max(l.phaseCycles + l.phaseFirstLoadCycles, readsOfL + l.tailCycles);
    double attendFromQueue =
        Math.max(a.phaseCycles + a.phaseFirstLoadCycles, readsOfA + a.tailCycles);
    double logitQueue = Math.max(readsOfL, l.phaseFirstLoadCycles + l.queueCycles);
    double attendQueue = Math.max(readsOfA, a.phaseFirstLoadCycles + a.queueCycles);
    double kept = Math.max(0, 1 - (slots - 1) * sigma);
    if (nest.fused) {
      cycles = Math.max(cycles, logitQueue + attendQueue + tail);
    }
    if (a.queueCycles > 0) {
      double logitPart =
          slots == 1 ? logitFromQueue : l.phaseFirstLoadCycles + kept * l.phaseCycles;
      cycles = Math.max(cycles, logitPart + between + kept * a.queueCycles + tail);
    } else if (a.passesBlock) {
      cycles = Math.max(cycles, logitFromQueue + between + a.lastTailCycles + end);
    }
    if (l.queueCycles > 0) {
      double attendPart =
          slots == 1 ? attendFromQueue : kept * a.phaseFirstLoadCycles + a.phaseCycles;
      cycles = Math.max(cycles, start + l.queueCycles + attendPart + end);
    }
    return cycles;
  }
}
