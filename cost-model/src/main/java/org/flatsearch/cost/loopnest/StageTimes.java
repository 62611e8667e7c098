package org.flatsearch.cost.loopnest;

/**
 * What one stage contributes to the latency of a schedule: sums over its phases, the work on one
 * shared tile each, in cycles of the busiest core or of the channels. {@link CriticalChains}
 * derives bounds from them. These never fall when a figure rises; the exceptions are {@link
 * #largestPhaseShare} and what is at hand ({@link WorkAtHand}), since bounds rise when these fall.
 */
abstract class StageTimes {
  /** The number of components that {@link #timeKeys} gives. */
  static final int KEYS_OF_TIMES = 5;

  /** Array cycles of the busiest core. */
  public double arrayCycles;

  /** The busiest core's share of all rows of all instances, and so of the lanes' work. */
  public double rowShare;

  /** Its share of the work of the softmax. */
  public double laneShare;

  /** Where tiles are unlike, that core's work for the softmax: operations of its lanes. */
  public double coreOperations;

  /** And its logits. */
  public double coreLogits;

  /** And its rows of all shared tiles that have seen other keys before. */
  public double coreRescaledRows;

  /** Its share of the softmax passes over logits in DRAM. */
  public double passShare;

  /** All phases of this stage on the busiest core: work, waiting, and transfers within phases. */
  public double phaseCycles;

  /** The same without transfers within phases. */
  public double unconfinedCycles;

  /** Cycles of the read channel for all cores, latencies included. */
  public double readCycles;

  /** Cycles of the write channel for all cores, latencies included. */
  public double writeCycles;

  /** For Logit: from the beginning to the very first array work of any core, at least. */
  public double firstLoadCycles;

  /**
   * The loads before each phase that cannot begin until the same stage's work on the shared tile
   * before has ended, summed: those of one-slot tensors and those that queue behind them.
   */
  public double oneSlotCycles;

  /** The stores and reloads between two shared tiles of an output with one slot. */
  public double oneSlotStoreCycles;

  /** The lanes' work before those stores. */
  public double oneSlotDivisionCycles;

  /** For Logit: work on the first shared tile of a core. */
  public double firstPhaseCycles;

  /** For Attend: work on the last shared tile of a core, at least. */
  public double lastPhaseCycles;

  /** The part of {@code lastPhaseCycles} that follows the last load, at least. */
  public double lastTailCycles;

  /** Work until the first output tile is complete. */
  public double firstOutputCycles;

  /** After the last work: the lanes' work on the last output tile, at least. */
  public double lastDivisionCycles;

  /** After {@code lastDivisionCycles}: the store of the last output tile. */
  public double lastStoreCycles;

  /** The number of shared tiles of all cores. */
  public double sharedTiles;

  /**
   * Through DRAM: the store of logits that each softmax pass waits for, summed over a core's
   * passes.
   */
  public double passStoreCycles;

  /** Through DRAM: the load of logits between each softmax pass and the work after it, summed. */
  public double passLoadCycles;

  /** The number of logits of the first shared tile of a core. */
  public double firstSharedLogits;

  /** The number of logits of the last shared tile of a core, at least. */
  public double lastSharedLogits;

  /** The largest share of all work, except reads of partial sums, that one shared tile can have. */
  public double largestPhaseShare;

  /**
   * What the read channel transfers for the busiest core while this stage's array work is under
   * way: streams, and all but the first tiles of each shared tile.
   */
  public double confinedCycles;

  /** Array work of the busiest core, without the time in which the port reads partial sums. */
  public double evenWorkCycles;

  /** Cycles for which this stage's words keep the on-chip port of core 0 busy. */
  public double portCycles;

  /** Cycles for which a core receives or sends this stage's words of DRAM or shared buffer. */
  public double coreCycles;

  /** For Logit where V is in K: by how many slots K has less than the most. */
  public long slotsShort;

  /** Loads of the row-side input. */
  final TransferTimes inputLoads = new TransferTimes();

  /** Loads of K or V. */
  final TransferTimes weightLoads = new TransferTimes();

  /** Transfers of output tiles on the channel of the reads. */
  final TransferTimes outputMoves = new TransferTimes();

  /** How much the array can work while the read channel makes one transfer. */
  final WorkAtHand atHand = new WorkAtHand();

  StageTimes() {}

  /** Sets the times to those of {@code other}. */
  final void setTimes(StageTimes other) {
    arrayCycles = other.arrayCycles;
    rowShare = other.rowShare;
    laneShare = other.laneShare;
    coreOperations = other.coreOperations;
    coreLogits = other.coreLogits;
    coreRescaledRows = other.coreRescaledRows;
    passShare = other.passShare;
    phaseCycles = other.phaseCycles;
    unconfinedCycles = other.unconfinedCycles;
    readCycles = other.readCycles;
    writeCycles = other.writeCycles;
    firstLoadCycles = other.firstLoadCycles;
    oneSlotCycles = other.oneSlotCycles;
    oneSlotStoreCycles = other.oneSlotStoreCycles;
    oneSlotDivisionCycles = other.oneSlotDivisionCycles;
    firstPhaseCycles = other.firstPhaseCycles;
    lastPhaseCycles = other.lastPhaseCycles;
    lastTailCycles = other.lastTailCycles;
    firstOutputCycles = other.firstOutputCycles;
    lastDivisionCycles = other.lastDivisionCycles;
    lastStoreCycles = other.lastStoreCycles;
    sharedTiles = other.sharedTiles;
    passStoreCycles = other.passStoreCycles;
    passLoadCycles = other.passLoadCycles;
    firstSharedLogits = other.firstSharedLogits;
    lastSharedLogits = other.lastSharedLogits;
    largestPhaseShare = other.largestPhaseShare;
    confinedCycles = other.confinedCycles;
    evenWorkCycles = other.evenWorkCycles;
    portCycles = other.portCycles;
    coreCycles = other.coreCycles;
    slotsShort = other.slotsShort;
    inputLoads.set(other.inputLoads);
    weightLoads.set(other.weightLoads);
    outputMoves.set(other.outputMoves);
    atHand.set(other.atHand);
  }

  /** Leaves of phases only this work, and nothing of what chains begin or end with. */
  final void keepWork(double cycles) {
    unconfinedCycles = cycles;
    phaseCycles = cycles;
    confinedCycles = 0;
    firstLoadCycles = 0;
    oneSlotCycles = 0;
    oneSlotStoreCycles = 0;
    oneSlotDivisionCycles = 0;
    firstPhaseCycles = 0;
    lastPhaseCycles = 0;
    lastTailCycles = 0;
    firstOutputCycles = 0;
    lastDivisionCycles = 0;
    lastStoreCycles = 0;
    passStoreCycles = 0;
    passLoadCycles = 0;
    firstSharedLogits = 0;
    lastSharedLogits = 0;
  }

  /** Resets the times. */
  final void clearTimes() {
    arrayCycles = 0;
    rowShare = 0;
    laneShare = 0;
    coreOperations = 0;
    coreLogits = 0;
    coreRescaledRows = 0;
    passShare = 0;
    phaseCycles = 0;
    unconfinedCycles = 0;
    readCycles = 0;
    writeCycles = 0;
    firstLoadCycles = 0;
    oneSlotCycles = 0;
    oneSlotStoreCycles = 0;
    oneSlotDivisionCycles = 0;
    firstPhaseCycles = 0;
    lastPhaseCycles = 0;
    lastTailCycles = 0;
    firstOutputCycles = 0;
    lastDivisionCycles = 0;
    lastStoreCycles = 0;
    sharedTiles = 0;
    passStoreCycles = 0;
    passLoadCycles = 0;
    firstSharedLogits = 0;
    lastSharedLogits = 0;
    largestPhaseShare = 0;
    confinedCycles = 0;
    evenWorkCycles = 0;
    portCycles = 0;
    coreCycles = 0;
    slotsShort = 0;
    inputLoads.clear();
    weightLoads.clear();
    outputMoves.clear();
    atHand.clear();
  }

  /**
   * Whether no chain is longer with these times than with {@code other}, given the same shared
   * tiles. Not compared are figures that depend on the shared tiles alone, and array cycles, which
   * no chain contains.
   */
  final boolean takesNoLongerThan(StageTimes other) {
    return rowShare <= other.rowShare
        && laneShare <= other.laneShare
        && coreOperations <= other.coreOperations
        && coreLogits <= other.coreLogits
        && coreRescaledRows <= other.coreRescaledRows
        && passShare <= other.passShare
        && phaseCycles <= other.phaseCycles
        && unconfinedCycles <= other.unconfinedCycles
        && readCycles <= other.readCycles
        && writeCycles <= other.writeCycles
        && firstLoadCycles <= other.firstLoadCycles
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
        && confinedCycles <= other.confinedCycles
        && evenWorkCycles <= other.evenWorkCycles
        && portCycles <= other.portCycles
        && coreCycles <= other.coreCycles
        && slotsShort <= other.slotsShort
        && inputLoads.takeNoLongerThan(other.inputLoads)
        && weightLoads.takeNoLongerThan(other.weightLoads)
        && outputMoves.takeNoLongerThan(other.outputMoves)
        && atHand.isNoLessThan(other.atHand);
  }

  /** Writes those of {@link StageCosts#keys} that are times. */
  final void timeKeys(double[] keys, int at) {
    keys[at] = phaseCycles;
    keys[at + 1] = firstLoadCycles;
    keys[at + 2] = oneSlotCycles;
    keys[at + 3] = confinedCycles;
    keys[at + 4] = atHand.key();
  }

  /** Lowers the times to those of {@code other} where these make chains shorter. */
  final void lowerTimesTo(StageTimes other) {
    largestPhaseShare = Math.max(largestPhaseShare, other.largestPhaseShare);
    arrayCycles = Math.min(arrayCycles, other.arrayCycles);
    rowShare = Math.min(rowShare, other.rowShare);
    laneShare = Math.min(laneShare, other.laneShare);
    coreOperations = Math.min(coreOperations, other.coreOperations);
    coreLogits = Math.min(coreLogits, other.coreLogits);
    coreRescaledRows = Math.min(coreRescaledRows, other.coreRescaledRows);
    passShare = Math.min(passShare, other.passShare);
    phaseCycles = Math.min(phaseCycles, other.phaseCycles);
    unconfinedCycles = Math.min(unconfinedCycles, other.unconfinedCycles);
    readCycles = Math.min(readCycles, other.readCycles);
    writeCycles = Math.min(writeCycles, other.writeCycles);
    firstLoadCycles = Math.min(firstLoadCycles, other.firstLoadCycles);
    oneSlotCycles = Math.min(oneSlotCycles, other.oneSlotCycles);
    oneSlotStoreCycles = Math.min(oneSlotStoreCycles, other.oneSlotStoreCycles);
    oneSlotDivisionCycles = Math.min(oneSlotDivisionCycles, other.oneSlotDivisionCycles);
    firstPhaseCycles = Math.min(firstPhaseCycles, other.firstPhaseCycles);
    lastPhaseCycles = Math.min(lastPhaseCycles, other.lastPhaseCycles);
    lastTailCycles = Math.min(lastTailCycles, other.lastTailCycles);
    firstOutputCycles = Math.min(firstOutputCycles, other.firstOutputCycles);
    lastDivisionCycles = Math.min(lastDivisionCycles, other.lastDivisionCycles);
    lastStoreCycles = Math.min(lastStoreCycles, other.lastStoreCycles);
    sharedTiles = Math.min(sharedTiles, other.sharedTiles);
    passStoreCycles = Math.min(passStoreCycles, other.passStoreCycles);
    passLoadCycles = Math.min(passLoadCycles, other.passLoadCycles);
    firstSharedLogits = Math.min(firstSharedLogits, other.firstSharedLogits);
    lastSharedLogits = Math.min(lastSharedLogits, other.lastSharedLogits);
    confinedCycles = Math.min(confinedCycles, other.confinedCycles);
    evenWorkCycles = Math.min(evenWorkCycles, other.evenWorkCycles);
    portCycles = Math.min(portCycles, other.portCycles);
    coreCycles = Math.min(coreCycles, other.coreCycles);
    slotsShort = Math.min(slotsShort, other.slotsShort);
    inputLoads.lowerTo(other.inputLoads);
    weightLoads.lowerTo(other.weightLoads);
    outputMoves.lowerTo(other.outputMoves);
    atHand.raiseTo(other.atHand);
  }
}
