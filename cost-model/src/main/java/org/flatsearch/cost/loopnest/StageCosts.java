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

  /** Loads and stores: each occupies its channel for the latency, too. */
  public long readTransfers;

  /** Stores: each occupies its channel for the latency, too. */
  public long writeTransfers;

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
    readTransfers = 0;
    writeTransfers = 0;
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
}
