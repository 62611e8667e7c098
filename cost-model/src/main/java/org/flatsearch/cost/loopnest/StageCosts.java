package org.flatsearch.cost.loopnest;

/**
 * What one stage contributes to the cost of a schedule, given the shared decisions: words moved,
 * array work, bytes held. Filled by {@link StageCounter}, joined by {@link LoopNestEvaluator}. All
 * cost figures are monotone in every component: a stage choice that is no worse in each of them is
 * no worse in the whole.
 */
public final class StageCosts {
  /** Bytes held for the row-side input: Q, or logits coming back from DRAM; 0 if fused. */
  public long inputFootprintBytes;

  /** Bytes held for the weight: K or V. */
  public long weightFootprintBytes;

  /** Bytes held for the output: logits (fused or on their way to DRAM), or O. */
  public long outputFootprintBytes;

  /** Bytes of running statistics (Attend of online forms). */
  public long statisticsFootprintBytes;

  /** Words read from DRAM for the row-side input. */
  public long inputReadWords;

  /** Words read from DRAM for the weight; each multicast word once. */
  public long weightReadWords;

  /** Words of partial sums read back from DRAM. */
  public long outputReadWords;

  /** Words of output written to DRAM. */
  public long outputWriteWords;

  /** Statistics read from DRAM. */
  public long statisticsReadWords;

  /** Statistics written to DRAM. */
  public long statisticsWriteWords;

  /** Words read from on-chip buffers by array and DMA. */
  public long onChipReadWords;

  /** Words written to on-chip buffers by array and DMA. */
  public long onChipWriteWords;

  /** Words between array and buffers: the port's share of the array work, all cores. */
  public long arrayPortWords;

  /** Array cycles of the busiest core. */
  public double arrayCycles;

  /** Array cycles of the busiest core, or the port's if those are more. */
  public double workCycles;

  /** The time of all phases of this stage on the busiest core: work, waiting, transfers inside. */
  public double phaseCycles;

  /** Cycles of the read channel, latencies included, all cores. */
  public double readCycles;

  /** Cycles of the write channel, latencies included, all cores. */
  public double writeCycles;

  /** Before the very first array work of this stage: cycles of the loads that it needs. */
  public double firstLoadCycles;

  /** The loads of the first step of every shared tile, summed over the shared tiles of a core. */
  public double phaseFirstLoadCycles;

  /**
   * From the start of each shared tile's work to the end of its last load, summed, where slots keep
   * that load from being earlier than the work; 0 where they do not.
   */
  public double queueCycles;

  /** Work after the last load of each shared tile, summed over the shared tiles of a core. */
  public double tailCycles;

  /**
   * Of {@link #phaseFirstLoadCycles}, the loads that cannot begin before the same stage's work on
   * the shared tile before has ended: one-slot tensors and what queues behind them.
   */
  public double oneSlotCycles;

  /** The same with the stores and reloads of one-slot outputs between two shared tiles. */
  public double oneSlotStoreCycles;

  /** The lanes' work before those stores. */
  public double oneSlotDivisionCycles;

  /** Work on the first shared tile of a core. */
  public double firstPhaseCycles;

  /** Work on the last shared tile of a core at least. */
  public double lastPhaseCycles;

  /** Work after the last load of the last shared tile at least. */
  public double lastTailCycles;

  /** Work until the first output tile is complete. */
  public double firstOutputCycles;

  /** After the last work: the lanes' work on the last output tile at least. */
  public double lastDivisionCycles;

  /** After that: its store. */
  public double lastStoreCycles;

  /** Stores that must be over before the last load begins. */
  public double earlyWriteCycles;

  /**
   * Work on the last shared tile if none of this stage's loads comes after the other stage's; else
   * 0.
   */
  public double afterLogitCycles;

  /** Whether all softmax passes come before the last load. */
  public boolean passesEarly;

  /** Whether each softmax pass is followed by a load. */
  public boolean passesBlock;

  /** Shared tiles of all cores. */
  public double sharedTiles;

  /** Through DRAM: stores of logits that each softmax pass waits for, summed over a core's. */
  public double passStoreCycles;

  /** Through DRAM: loads of logits between each softmax pass and the work after it, summed. */
  public double passLoadCycles;

  /** Logits of the first shared tile of a core. */
  public double firstSharedLogits;

  /** Logits of the last shared tile of a core at least. */
  public double lastSharedLogits;

  /** The most of all work that a single shared tile can have. */
  public double largestPhaseShare;

  /** Makes this equal to {@code other}. */
  public void set(StageCosts other) {
    inputFootprintBytes = other.inputFootprintBytes;
    weightFootprintBytes = other.weightFootprintBytes;
    outputFootprintBytes = other.outputFootprintBytes;
    statisticsFootprintBytes = other.statisticsFootprintBytes;
    inputReadWords = other.inputReadWords;
    weightReadWords = other.weightReadWords;
    outputReadWords = other.outputReadWords;
    outputWriteWords = other.outputWriteWords;
    statisticsReadWords = other.statisticsReadWords;
    statisticsWriteWords = other.statisticsWriteWords;
    onChipReadWords = other.onChipReadWords;
    onChipWriteWords = other.onChipWriteWords;
    arrayPortWords = other.arrayPortWords;
    arrayCycles = other.arrayCycles;
    workCycles = other.workCycles;
    phaseCycles = other.phaseCycles;
    readCycles = other.readCycles;
    writeCycles = other.writeCycles;
    firstLoadCycles = other.firstLoadCycles;
    phaseFirstLoadCycles = other.phaseFirstLoadCycles;
    queueCycles = other.queueCycles;
    tailCycles = other.tailCycles;
    oneSlotCycles = other.oneSlotCycles;
    oneSlotStoreCycles = other.oneSlotStoreCycles;
    oneSlotDivisionCycles = other.oneSlotDivisionCycles;
    firstPhaseCycles = other.firstPhaseCycles;
    lastPhaseCycles = other.lastPhaseCycles;
    lastTailCycles = other.lastTailCycles;
    firstOutputCycles = other.firstOutputCycles;
    lastDivisionCycles = other.lastDivisionCycles;
    lastStoreCycles = other.lastStoreCycles;
    earlyWriteCycles = other.earlyWriteCycles;
    afterLogitCycles = other.afterLogitCycles;
    passesEarly = other.passesEarly;
    passesBlock = other.passesBlock;
    sharedTiles = other.sharedTiles;
    passStoreCycles = other.passStoreCycles;
    passLoadCycles = other.passLoadCycles;
    firstSharedLogits = other.firstSharedLogits;
    lastSharedLogits = other.lastSharedLogits;
    largestPhaseShare = other.largestPhaseShare;
  }

  /** Resets every figure. */
  void clear() {
    inputFootprintBytes = 0;
    weightFootprintBytes = 0;
    outputFootprintBytes = 0;
    statisticsFootprintBytes = 0;
    inputReadWords = 0;
    weightReadWords = 0;
    outputReadWords = 0;
    outputWriteWords = 0;
    statisticsReadWords = 0;
    statisticsWriteWords = 0;
    onChipReadWords = 0;
    onChipWriteWords = 0;
    arrayPortWords = 0;
    arrayCycles = 0;
    workCycles = 0;
    phaseCycles = 0;
    readCycles = 0;
    writeCycles = 0;
    firstLoadCycles = 0;
    phaseFirstLoadCycles = 0;
    queueCycles = 0;
    tailCycles = 0;
    oneSlotCycles = 0;
    oneSlotStoreCycles = 0;
    oneSlotDivisionCycles = 0;
    firstPhaseCycles = 0;
    lastPhaseCycles = 0;
    lastTailCycles = 0;
    firstOutputCycles = 0;
    lastDivisionCycles = 0;
    lastStoreCycles = 0;
    earlyWriteCycles = 0;
    afterLogitCycles = 0;
    passesEarly = false;
    passesBlock = false;
    sharedTiles = 0;
    passStoreCycles = 0;
    passLoadCycles = 0;
    firstSharedLogits = 0;
    lastSharedLogits = 0;
    largestPhaseShare = 0;
  }

  /** Bytes held by this stage's tensors. */
  public long footprintBytes() {
    return inputFootprintBytes
        + weightFootprintBytes
        + outputFootprintBytes
        + statisticsFootprintBytes;
  }

  /** Words read from DRAM. */
  public long dramReadWords() {
    return inputReadWords + weightReadWords + outputReadWords + statisticsReadWords;
  }

  /** Words written to DRAM. */
  public long dramWriteWords() {
    return outputWriteWords + statisticsWriteWords;
  }

  /**
   * Whether a schedule with this stage is at least as good in latency, energy, traffic and
   * footprint as one with {@code other} in its place, whatever the rest of it is (given the same
   * shared decisions).
   */
  public boolean isNoWorseThan(StageCosts other) {
    return footprintBytes() <= other.footprintBytes()
        && phaseCycles <= other.phaseCycles
        && readCycles <= other.readCycles
        && writeCycles <= other.writeCycles
        && onChipReadWords <= other.onChipReadWords
        && onChipWriteWords <= other.onChipWriteWords
        && dramReadWords() <= other.dramReadWords()
        && dramWriteWords() <= other.dramWriteWords()
        && firstLoadCycles <= other.firstLoadCycles
        && phaseFirstLoadCycles <= other.phaseFirstLoadCycles
        && queueCycles <= other.queueCycles
        && tailCycles <= other.tailCycles
        && oneSlotCycles <= other.oneSlotCycles
        && oneSlotStoreCycles <= other.oneSlotStoreCycles
        && oneSlotDivisionCycles <= other.oneSlotDivisionCycles
        && firstPhaseCycles <= other.firstPhaseCycles
        && lastPhaseCycles <= other.lastPhaseCycles
        && lastTailCycles <= other.lastTailCycles
        && firstOutputCycles <= other.firstOutputCycles
        && lastDivisionCycles <= other.lastDivisionCycles
        && passStoreCycles <= other.passStoreCycles
        && passLoadCycles <= other.passLoadCycles
        && lastStoreCycles <= other.lastStoreCycles
        && earlyWriteCycles <= other.earlyWriteCycles
        && afterLogitCycles <= other.afterLogitCycles
        && (!passesEarly || other.passesEarly)
        && (!passesBlock || other.passesBlock);
  }

  /**
   * Lowers every figure that {@link #isNoWorseThan} compares to that of {@code other} where it is
   * smaller, so that this bounds both. Bytes and words are no longer told apart by tensor.
   */
  public void lowerTo(StageCosts other) {
    inputFootprintBytes = Math.min(footprintBytes(), other.footprintBytes());
    weightFootprintBytes = 0;
    outputFootprintBytes = 0;
    statisticsFootprintBytes = 0;
    inputReadWords = Math.min(dramReadWords(), other.dramReadWords());
    weightReadWords = 0;
    outputReadWords = 0;
    statisticsReadWords = 0;
    outputWriteWords = Math.min(dramWriteWords(), other.dramWriteWords());
    statisticsWriteWords = 0;
    largestPhaseShare = Math.max(largestPhaseShare, other.largestPhaseShare);
    onChipReadWords = Math.min(onChipReadWords, other.onChipReadWords);
    onChipWriteWords = Math.min(onChipWriteWords, other.onChipWriteWords);
    arrayPortWords = Math.min(arrayPortWords, other.arrayPortWords);
    arrayCycles = Math.min(arrayCycles, other.arrayCycles);
    workCycles = Math.min(workCycles, other.workCycles);
    phaseCycles = Math.min(phaseCycles, other.phaseCycles);
    readCycles = Math.min(readCycles, other.readCycles);
    writeCycles = Math.min(writeCycles, other.writeCycles);
    firstLoadCycles = Math.min(firstLoadCycles, other.firstLoadCycles);
    phaseFirstLoadCycles = Math.min(phaseFirstLoadCycles, other.phaseFirstLoadCycles);
    queueCycles = Math.min(queueCycles, other.queueCycles);
    tailCycles = Math.min(tailCycles, other.tailCycles);
    oneSlotCycles = Math.min(oneSlotCycles, other.oneSlotCycles);
    oneSlotStoreCycles = Math.min(oneSlotStoreCycles, other.oneSlotStoreCycles);
    oneSlotDivisionCycles = Math.min(oneSlotDivisionCycles, other.oneSlotDivisionCycles);
    firstPhaseCycles = Math.min(firstPhaseCycles, other.firstPhaseCycles);
    lastPhaseCycles = Math.min(lastPhaseCycles, other.lastPhaseCycles);
    lastTailCycles = Math.min(lastTailCycles, other.lastTailCycles);
    firstOutputCycles = Math.min(firstOutputCycles, other.firstOutputCycles);
    lastDivisionCycles = Math.min(lastDivisionCycles, other.lastDivisionCycles);
    lastStoreCycles = Math.min(lastStoreCycles, other.lastStoreCycles);
    earlyWriteCycles = Math.min(earlyWriteCycles, other.earlyWriteCycles);
    afterLogitCycles = Math.min(afterLogitCycles, other.afterLogitCycles);
    passesEarly &= other.passesEarly;
    passesBlock &= other.passesBlock;
    sharedTiles = Math.min(sharedTiles, other.sharedTiles);
    passStoreCycles = Math.min(passStoreCycles, other.passStoreCycles);
    passLoadCycles = Math.min(passLoadCycles, other.passLoadCycles);
    firstSharedLogits = Math.min(firstSharedLogits, other.firstSharedLogits);
    lastSharedLogits = Math.min(lastSharedLogits, other.lastSharedLogits);
  }
}
