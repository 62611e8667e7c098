package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;

/**
 * What one stage contributes to the time of a schedule: sums over its phases, the work on one
 * shared tile each, in cycles of the busiest core or of the channels. {@link CriticalChains} makes
 * bounds of them, which never fall when a figure rises, shares apart: those hold whatever is
 * larger.
 */
abstract class StageTimes {
  /** How many components {@link #timeKeys} gives. */
  static final int KEYS_OF_TIMES = 7;

  /** Array cycles of the busiest core. */
  public double arrayCycles;

  /** The busiest core's share of all rows of all instances, and so of the lanes' work. */
  public double rowShare;

  /** The time of all phases of this stage on the busiest core: work, waiting, transfers inside. */
  public double phaseCycles;

  /** Cycles of the read channel, latencies included, all cores. */
  public double readCycles;

  /** Cycles of the write channel, latencies included, all cores. */
  public double writeCycles;

  /** Of Logit: from the beginning to the very first array work of a core at least. */
  public double firstLoadCycles;

  /**
   * Of {@link #phaseFirstLoadCycles}, the loads that cannot begin before the same stage's work on
   * the shared tile before has ended: one-slot tensors and what queues behind them.
   */
  public double oneSlotCycles;

  /** The same with the stores and reloads of one-slot outputs between two shared tiles. */
  public double oneSlotStoreCycles;

  /** The lanes' work before those stores. */
  public double oneSlotDivisionCycles;

  /** Of Logit: work on the first shared tile of a core. */
  public double firstPhaseCycles;

  /** Of Attend: work on the last shared tile of a core at least. */
  public double lastPhaseCycles;

  /** Of that, work after the last load at least. */
  public double lastTailCycles;

  /** Work until the first output tile is complete. */
  public double firstOutputCycles;

  /** After the last work: the lanes' work on the last output tile at least. */
  public double lastDivisionCycles;

  /** After that: its store. */
  public double lastStoreCycles;

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

  /** The most of all work that a single shared tile can have, partial sums apart. */
  public double largestPhaseShare;

  /**
   * Of the busiest core's transfers, what the channel of the reads moves while this stage's array
   * work is under way: streams, and all but the first tiles of each shared tile.
   */
  public double confinedCycles;

  /** Array work of the busiest core, without the port's reads of partial sums. */
  public double evenWorkCycles;

  /** Loads of the row-side input. */
  final TransferTimes inputLoads = new TransferTimes();

  /** Loads of K or V. */
  final TransferTimes weightLoads = new TransferTimes();

  /** Transfers of output tiles on the channel of the reads. */
  final TransferTimes outputMoves = new TransferTimes();

  /** What the array can work on while the channel of the reads is busy. */
  final WorkAtHand atHand = new WorkAtHand();

  /** What is done on each kind of shared tile. */
  public final PhaseFigures phases = new PhaseFigures();

  StageTimes() {}

  /** Makes the times equal to those of {@code other}. */
  final void setTimes(StageTimes other) {
    arrayCycles = other.arrayCycles;
    rowShare = other.rowShare;
    phaseCycles = other.phaseCycles;
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
    inputLoads.set(other.inputLoads);
    weightLoads.set(other.weightLoads);
    outputMoves.set(other.outputMoves);
    atHand.set(other.atHand);
    phases.set(other.phases);
  }

  /** Resets the times. */
  final void clearTimes() {
    arrayCycles = 0;
    rowShare = 0;
    phaseCycles = 0;
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
    inputLoads.set(0, 0);
    weightLoads.set(0, 0);
    outputMoves.set(0, 0);
    atHand.clear();
    phases.clear();
  }

  /**
   * Whether no chain is longer with these times than with {@code other}, given the same shared
   * tiles: what depends on these only is not compared, nor are array cycles, which no chain is made
   * of.
   */
  final boolean takesNoLongerThan(StageTimes other) {
    return rowShare <= other.rowShare
        && phaseCycles <= other.phaseCycles
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
        && inputLoads.takeNoLongerThan(other.inputLoads)
        && weightLoads.takeNoLongerThan(other.weightLoads)
        && outputMoves.takeNoLongerThan(other.outputMoves)
        && atHand.isNoLessThan(other.atHand)
        && phases.takeNoLongerThan(other.phases);
  }

  /** Those of {@link StageCosts#keys} that are times. */
  final void timeKeys(double[] keys, int at) {
    keys[at] = phaseCycles;
    keys[at + 1] = firstLoadCycles;
    keys[at + 2] = oneSlotCycles;
    keys[at + 3] = confinedCycles;
    keys[at + 4] = atHand.key();
    keys[at + 5] = phases.key(PhaseCycles.WORK);
    keys[at + 6] = phases.key(PhaseCycles.STREAMS);
  }

  /** Lowers the times to those of {@code other} where these make shorter chains. */
  final void lowerTimesTo(StageTimes other) {
    largestPhaseShare = Math.max(largestPhaseShare, other.largestPhaseShare);
    arrayCycles = Math.min(arrayCycles, other.arrayCycles);
    rowShare = Math.min(rowShare, other.rowShare);
    phaseCycles = Math.min(phaseCycles, other.phaseCycles);
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
    inputLoads.lowerTo(other.inputLoads);
    weightLoads.lowerTo(other.weightLoads);
    outputMoves.lowerTo(other.outputMoves);
    atHand.raiseTo(other.atHand);
    phases.lowerTo(other.phases);
  }
}
