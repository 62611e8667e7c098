package org.flatsearch.cost.loopnest;

import java.util.Arrays;

/**
 * What one stage contributes to the cost of a schedule, given the shared decisions: words moved,
 * array work, bytes held. {@link StageCounter} fills it in, {@link LoopNestEvaluator} joins two of
 * them. All cost figures are monotone in every component: a stage choice that is no worse in each
 * component is no worse as a whole.
 */
public final class StageCosts extends StageTimes {
  private static final int KEYS_OF_MOVES = 5;

  /** The number of components that {@link #keys} gives. */
  public static final int KEYS = KEYS_OF_MOVES + KEYS_OF_TIMES;

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

  /** Words read from on-chip buffers by array and DMA, by the size of each tensor's elements. */
  public double onChipReads;

  /** Words written to on-chip buffers, likewise. */
  public double onChipWrites;

  /** Words read from DRAM, likewise. */
  public double dramReads;

  /** Words written to DRAM, likewise. */
  public double dramWrites;

  /** Words that cross the port of the shared buffer, by size; not counted without one. */
  public double sharedWords;

  /** Words between the array and tensors in registers. */
  public long registerWords;

  /** Bytes held in registers for Q or O. */
  public long registerBytes;

  /** Logits of live tiles; without a mask, all. */
  public long logits;

  /** Online: rows of all shared tiles. */
  public long rowSteps;

  /** Online: those rows that have seen other keys before. */
  public long rescaledRows;

  /**
   * Under a mask and in registers: elements of logits that stay on chip and that this stage needs
   * at a time. They are not part of the footprint, nor of {@link #registerBytes}.
   */
  public long logitsRoom;

  /** For Logit: half bytes of each of them in all slots. */
  public long logitsHalfBytes;

  /** For Attend: 1 if the lanes rescale and divide O in the buffer or at the array, else 0. */
  public long outputsAtPort;

  /** For Attend: 1 if they do so in registers, else 0. */
  public long outputsInRegisters;

  /** Sets all figures to those of {@code other}. */
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
    onChipReads = other.onChipReads;
    onChipWrites = other.onChipWrites;
    dramReads = other.dramReads;
    dramWrites = other.dramWrites;
    sharedWords = other.sharedWords;
    registerWords = other.registerWords;
    registerBytes = other.registerBytes;
    logits = other.logits;
    rowSteps = other.rowSteps;
    rescaledRows = other.rescaledRows;
    logitsRoom = other.logitsRoom;
    logitsHalfBytes = other.logitsHalfBytes;
    outputsAtPort = other.outputsAtPort;
    outputsInRegisters = other.outputsInRegisters;
    setTimes(other);
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
    onChipReads = 0;
    onChipWrites = 0;
    dramReads = 0;
    dramWrites = 0;
    sharedWords = 0;
    registerWords = 0;
    registerBytes = 0;
    logits = 0;
    rowSteps = 0;
    rescaledRows = 0;
    logitsRoom = 0;
    logitsHalfBytes = 0;
    outputsAtPort = 0;
    outputsInRegisters = 0;
    clearTimes();
  }

  /** Adds words of elements of some size that are read from on-chip buffers. */
  void readOnChip(long words, double size) {
    onChipReadWords += words;
    onChipReads += words * size;
  }

  /** Adds words that are written to them. */
  void writeOnChip(long words, double size) {
    onChipWriteWords += words;
    onChipWrites += words * size;
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
    return movesNoMoreThan(other) && takesNoLongerThan(other);
  }

  /** Whether the same holds of all objectives but latency and, with it, EDP. */
  public boolean movesNoMoreThan(StageCosts other) {
    return footprintBytes() <= other.footprintBytes()
        && onChipReadWords <= other.onChipReadWords
        && onChipWriteWords <= other.onChipWriteWords
        && dramReadWords() <= other.dramReadWords()
        && dramWriteWords() <= other.dramWriteWords()
        && onChipReads <= other.onChipReads
        && onChipWrites <= other.onChipWrites
        && dramReads <= other.dramReads
        && dramWrites <= other.dramWrites
        && sharedWords <= other.sharedWords
        && registerWords <= other.registerWords
        && registerBytes <= other.registerBytes
        && logits <= other.logits
        && rowSteps <= other.rowSteps
        && rescaledRows <= other.rescaledRows
        && logitsRoom <= other.logitsRoom
        && logitsHalfBytes <= other.logitsHalfBytes
        && outputsAtPort <= other.outputsAtPort
        && outputsInRegisters <= other.outputsInRegisters;
  }

  /**
   * Writes the components in which choices differ most often. Of two choices, one that {@link
   * #isNoWorseThan} the other (or, if not {@code timed}, {@link #movesNoMoreThan} it) has no larger
   * component here. Comparing these first, next to each other in memory, settles most comparisons.
   *
   * @param timed whether to include times, which are all 0 otherwise
   * @param keys receives {@link #KEYS} components
   */
  public void keys(boolean timed, double[] keys) {
    keys[0] = footprintBytes();
    keys[1] = dramReadWords();
    keys[2] = onChipReadWords;
    keys[3] = dramWriteWords();
    keys[4] = onChipWriteWords;
    if (timed) {
      timeKeys(keys, KEYS_OF_MOVES);
    } else {
      Arrays.fill(keys, KEYS_OF_MOVES, KEYS, 0);
    }
  }

  /**
   * Lowers every figure that {@link #isNoWorseThan} compares to that of {@code other} where that is
   * smaller, so that this bounds both. Bytes and words are no longer split by tensor.
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
    onChipReads = Math.min(onChipReads, other.onChipReads);
    onChipWrites = Math.min(onChipWrites, other.onChipWrites);
    dramReads = Math.min(dramReads, other.dramReads);
    dramWrites = Math.min(dramWrites, other.dramWrites);
    sharedWords = Math.min(sharedWords, other.sharedWords);
    registerWords = Math.min(registerWords, other.registerWords);
    registerBytes = Math.min(registerBytes, other.registerBytes);
    logits = Math.min(logits, other.logits);
    rowSteps = Math.min(rowSteps, other.rowSteps);
    rescaledRows = Math.min(rescaledRows, other.rescaledRows);
    logitsRoom = Math.min(logitsRoom, other.logitsRoom);
    logitsHalfBytes = Math.min(logitsHalfBytes, other.logitsHalfBytes);
    outputsAtPort = Math.min(outputsAtPort, other.outputsAtPort);
    outputsInRegisters = Math.min(outputsInRegisters, other.outputsInRegisters);
    lowerTimesTo(other);
  }
}
