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
  static final int KEYS_OF_TIMES = 8;

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

  /** The loads of the first step of every shared tile, summed over the shared tiles of a core. */
  public double phaseFirstLoadCycles;

  /**
   * From the start of each shared tile's work to the end of its last load, summed, where slots keep
   * that load from being earlier than the work; 0 where they do not.
   */
  public double queueCycles;

  /**
   * The most of the loads of the other stage that may follow a shared tile whose last load does not
   * wait for its work: 0 if slots keep the last load of each back, 1 if of none. Where only reloads
   * of sums wait, there are none on the shared tiles that begin the sums.
   */
  public double unqueuedShare;

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

  /**
   * Of Attend, from the division of the first output tile of a shared tile on, summed: the lanes'
   * work on it, its store, and the work on the tiles that wait for its slot; 0 if none does.
   */
  public double afterDivisionCycles;

  /** Work until the first output tile is complete. */
  public double firstOutputCycles;

  /** After the last work: the lanes' work on the last output tile at least. */
  public double lastDivisionCycles;

  /** After that: its store. */
  public double lastStoreCycles;

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

  /** The most of all work that a single shared tile can have, partial sums apart. */
  public double largestPhaseShare;

  /** Array work of the busiest core, without the port's reads of partial sums. */
  public double evenWorkCycles;

  /**
   * Of the busiest core's transfers, what the channel of the reads moves while this stage's array
   * work is under way: streams, and all but the first tiles of each shared tile.
   */
  public double confinedCycles;

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
    phaseFirstLoadCycles = other.phaseFirstLoadCycles;
    queueCycles = other.queueCycles;
    unqueuedShare = other.unqueuedShare;
    tailCycles = other.tailCycles;
    oneSlotCycles = other.oneSlotCycles;
    oneSlotStoreCycles = other.oneSlotStoreCycles;
    oneSlotDivisionCycles = other.oneSlotDivisionCycles;
    firstPhaseCycles = other.firstPhaseCycles;
    lastPhaseCycles = other.lastPhaseCycles;
    lastTailCycles = other.lastTailCycles;
    firstOutputCycles = other.firstOutputCycles;
    afterDivisionCycles = other.afterDivisionCycles;
    lastDivisionCycles = other.lastDivisionCycles;
    lastStoreCycles = other.lastStoreCycles;
    afterLogitCycles = other.afterLogitCycles;
    passesEarly = other.passesEarly;
    passesBlock = other.passesBlock;
    sharedTiles = other.sharedTiles;
    passStoreCycles = other.passStoreCycles;
    passLoadCycles = other.passLoadCycles;
    firstSharedLogits = other.firstSharedLogits;
    lastSharedLogits = other.lastSharedLogits;
    largestPhaseShare = other.largestPhaseShare;
    evenWorkCycles = other.evenWorkCycles;
    confinedCycles = other.confinedCycles;
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
    phaseFirstLoadCycles = 0;
    queueCycles = 0;
    unqueuedShare = 1;
    tailCycles = 0;
    oneSlotCycles = 0;
    oneSlotStoreCycles = 0;
    oneSlotDivisionCycles = 0;
    firstPhaseCycles = 0;
    lastPhaseCycles = 0;
    lastTailCycles = 0;
    firstOutputCycles = 0;
    afterDivisionCycles = 0;
    lastDivisionCycles = 0;
    lastStoreCycles = 0;
    afterLogitCycles = 0;
    passesEarly = false;
    passesBlock = false;
    sharedTiles = 0;
    passStoreCycles = 0;
    passLoadCycles = 0;
    firstSharedLogits = 0;
    lastSharedLogits = 0;
    largestPhaseShare = 0;
    evenWorkCycles = 0;
    confinedCycles = 0;
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
        && phaseFirstLoadCycles <= other.phaseFirstLoadCycles
        && queueCycles <= other.queueCycles
        && unqueuedShare >= other.unqueuedShare
        && tailCycles <= other.tailCycles
        && oneSlotCycles <= other.oneSlotCycles
        && oneSlotStoreCycles <= other.oneSlotStoreCycles
        && oneSlotDivisionCycles <= other.oneSlotDivisionCycles
        && firstPhaseCycles <= other.firstPhaseCycles
        && lastPhaseCycles <= other.lastPhaseCycles
        && lastTailCycles <= other.lastTailCycles
        && firstOutputCycles <= other.firstOutputCycles
        && afterDivisionCycles <= other.afterDivisionCycles
        && lastDivisionCycles <= other.lastDivisionCycles
        && passStoreCycles <= other.passStoreCycles
        && passLoadCycles <= other.passLoadCycles
        && lastStoreCycles <= other.lastStoreCycles
        && afterLogitCycles <= other.afterLogitCycles
        && evenWorkCycles <= other.evenWorkCycles
        && confinedCycles <= other.confinedCycles
        && (!passesEarly || other.passesEarly)
        && (!passesBlock || other.passesBlock)
        && phases.takeNoLongerThan(other.phases);
  }

  /** Those of {@link StageCosts#keys} that are times. */
  final void timeKeys(double[] keys, int at) {
    keys[at] = phaseCycles;
    keys[at + 1] = firstLoadCycles;
    keys[at + 2] = phaseFirstLoadCycles;
    keys[at + 3] = oneSlotCycles;
    keys[at + 4] = tailCycles;
    keys[at + 5] = confinedCycles;
    keys[at + 6] = phases.key(PhaseCycles.WORK);
    keys[at + 7] = phases.key(PhaseCycles.STREAMS);
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
    phaseFirstLoadCycles = Math.min(phaseFirstLoadCycles, other.phaseFirstLoadCycles);
    queueCycles = Math.min(queueCycles, other.queueCycles);
    unqueuedShare = Math.max(unqueuedShare, other.unqueuedShare);
    tailCycles = Math.min(tailCycles, other.tailCycles);
    oneSlotCycles = Math.min(oneSlotCycles, other.oneSlotCycles);
    oneSlotStoreCycles = Math.min(oneSlotStoreCycles, other.oneSlotStoreCycles);
    oneSlotDivisionCycles = Math.min(oneSlotDivisionCycles, other.oneSlotDivisionCycles);
    firstPhaseCycles = Math.min(firstPhaseCycles, other.firstPhaseCycles);
    lastPhaseCycles = Math.min(lastPhaseCycles, other.lastPhaseCycles);
    lastTailCycles = Math.min(lastTailCycles, other.lastTailCycles);
    firstOutputCycles = Math.min(firstOutputCycles, other.firstOutputCycles);
    afterDivisionCycles = Math.min(afterDivisionCycles, other.afterDivisionCycles);
    lastDivisionCycles = Math.min(lastDivisionCycles, other.lastDivisionCycles);
    lastStoreCycles = Math.min(lastStoreCycles, other.lastStoreCycles);
    afterLogitCycles = Math.min(afterLogitCycles, other.afterLogitCycles);
    passesEarly &= other.passesEarly;
    passesBlock &= other.passesBlock;
    sharedTiles = Math.min(sharedTiles, other.sharedTiles);
    passStoreCycles = Math.min(passStoreCycles, other.passStoreCycles);
    passLoadCycles = Math.min(passLoadCycles, other.passLoadCycles);
    firstSharedLogits = Math.min(firstSharedLogits, other.firstSharedLogits);
    lastSharedLogits = Math.min(lastSharedLogits, other.lastSharedLogits);
    evenWorkCycles = Math.min(evenWorkCycles, other.evenWorkCycles);
    confinedCycles = Math.min(confinedCycles, other.confinedCycles);
    phases.lowerTo(other.phases);
  }
}
