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

  /** The same for the first work of every shared tile, summed over the shared tiles of a core. */
  public double phaseFirstLoadCycles;

  /** Transfers of one-slot tensors between two steps of a shared tile: the array waits for them. */
  public double exposedCycles;

  /** Reads that cannot be prefetched before the shared tile that needs them. */
  public double phaseReadCycles;

  /** Writes that must be over before the shared tile ends. */
  public double phaseWriteCycles;

  /** From the start of each shared tile's work to the end of its last load, summed. */
  public double queueCycles;

  /** The longest transfers of a one-slot tensor that changes from shared tile to shared tile. */
  public double oneSlotCycles;

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
    exposedCycles = other.exposedCycles;
    phaseReadCycles = other.phaseReadCycles;
    phaseWriteCycles = other.phaseWriteCycles;
    queueCycles = other.queueCycles;
    oneSlotCycles = other.oneSlotCycles;
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
    exposedCycles = 0;
    phaseReadCycles = 0;
    phaseWriteCycles = 0;
    queueCycles = 0;
    oneSlotCycles = 0;
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
        && phaseCycles + oneSlotCycles <= other.phaseCycles + other.oneSlotCycles
        && firstLoadCycles <= other.firstLoadCycles;
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
    exposedCycles = Math.min(exposedCycles, other.exposedCycles);
    phaseReadCycles = Math.min(phaseReadCycles, other.phaseReadCycles);
    phaseWriteCycles = Math.min(phaseWriteCycles, other.phaseWriteCycles);
    queueCycles = Math.min(queueCycles, other.queueCycles);
    oneSlotCycles = Math.min(oneSlotCycles, other.oneSlotCycles);
  }
}
