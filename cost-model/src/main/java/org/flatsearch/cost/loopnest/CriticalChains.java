package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;

/**
 * Bounds the latency of a nest from below by chains of events that the walker must execute too.
 *
 * <p>The work of one stage on shared tile t is a <em>phase</em>: L(t) of Logit, A(t) of Attend. A
 * core's array does the phases in the order L(0) … L(s−1), A(0), L(s), A(1), L(s+1), …, where s is
 * the number of slots of fused logits (1 if logits go through DRAM). With one slot, the array waits
 * for the softmax between L(t) and A(t). Let S and E be when the array begins and ends a phase, F
 * when the phase's first load begins, and G when its last load ends. The walker's rules give these
 * constraints:
 *
 * <ol>
 *   <li>S(next) ≥ E, because there is one array. E ≥ S + the phase's own time ({@link PhaseTimes}).
 *   <li>S(A(t)) ≥ E(L(t)) + softmax(t), and the lanes do one softmax or division at a time, in the
 *       order in which they become ready.
 *   <li>S ≥ F + the loads of the first step. E ≥ G + the work that needs the last load.
 *   <li>A tile with one slot is loaded after the last work on the tile before it.
 *   <li>A channel makes one transfer at a time.
 * </ol>
 *
 * <p>Each chain below follows some of these constraints through the whole nest; its comment says
 * which. A sum over phases is a figure that {@link StageCosts} has for all phases of the busiest
 * core. Where a chain leaves out k phases, it takes off k times {@link
 * StageCosts#largestPhaseShare}, the largest share that one phase can have of something that all
 * phases do in proportion to their tiles. All chains are monotone in all figures, as {@link
 * StageCosts} promises.
 */
final class CriticalChains {
  private final Figures figures;

  // What several chains are made of, set for each nest.
  private StageCosts l;
  private StageCosts a;
  private int logitSlots;
  private double softmax;
  private double softmaxOfLogit;

  /** All phases of Attend. */
  private double attendCycles;

  private double divisions;
  private double passReads;
  private double passWrites;

  /** Before any work: the loads of the first step. */
  private double start;

  /** After all work: the division and the store of the last output tile. */
  private double end;

  /** Between L(t) and A(t) for all t, summed, as far as the array does nothing else meanwhile. */
  private double between;

  CriticalChains(Figures figures) {
    this.figures = figures;
  }

  /**
   * Returns how many cycles pass at least from the first load to the last store.
   *
   * @param softmax the lanes' work on all logits of a core
   * @param divisions the lanes' work on all outputs of a core
   * @param passReadWords words that the softmax passes of all cores read from DRAM
   * @param passWriteWords words that they write
   */
  double cycles(
      LoopNest nest,
      StageCosts l,
      StageCosts a,
      double softmax,
      double divisions,
      double passReadWords,
      double passWriteWords) {
    this.l = l;
    this.a = a;
    this.softmax = softmax;
    this.divisions = divisions;
    double passes = nest.fused ? 0 : l.sharedTiles * figures.latencyCycles;
    passReads = passReadWords * figures.readCyclesPerWord + passes;
    passWrites = passWriteWords * figures.writeCyclesPerWord + passes;
    begin(nest);
    return longest(nest.fused);
  }

  /** Sets what several chains are made of. */
  private void begin(LoopNest nest) {
    softmaxOfLogit = figures.softmaxCycles(nest);
    attendCycles = Math.max(a.phaseCycles, a.unconfinedCycles + figures.lanesShown * softmax);
    logitSlots = nest.fused ? slotsOfLogits(nest, l) : 1;
    start = l.firstLoadCycles;
    end = a.lastDivisionCycles + a.lastStoreCycles;
    between = 0;
    if (!nest.fused) {
      double transfers =
          figures.dramShared ? passReads + passWrites : Math.max(passReads, passWrites);
      between = l.passStoreCycles + Math.max(softmax, transfers * l.passShare) + a.passLoadCycles;
    } else if (logitSlots == 1) {
      between = softmax;
    }
  }

  /**
   * How many shared tiles may have logits on chip. Those in registers are of groups of rows that
   * take turns, which is as good as two slots. Attend needs the tile of K that it reads V from, so
   * Logit cannot go further than its slots.
   */
  private static int slotsOfLogits(LoopNest nest, StageCosts l) {
    int slots = nest.slots[Tensor.LOGITS.ordinal()];
    slots = nest.isInRegisters(Tensor.LOGITS) ? Math.max(2, slots) : slots;
    return Math.min(slots, LoopNestEvaluator.MOST_SLOTS - (int) l.slotsShort);
  }

  private double longest(boolean fused) {
    double cycles = Math.max(Math.max(arrayAndLanes(), oneSlot()), channels(fused));
    if (fused) {
      double withoutAhead = Math.max(0, 1 - (logitSlots - 1) * l.largestPhaseShare);
      cycles = Math.max(cycles, UnhiddenTransfers.cycles(l, a, withoutAhead, end));
    }
    return cycles;
  }

  private double firstSoftmax() {
    return l.firstSharedLogits * softmaxOfLogit;
  }

  private double lastSoftmax() {
    return l.lastSharedLogits * softmaxOfLogit;
  }

  /** The first load, L(0) and its softmax. */
  private double toAttend() {
    return start + l.firstPhaseCycles + firstSoftmax();
  }

  /** Constraints 1 and 2 alone. */
  private double arrayAndLanes() {
    // All work in turn.
    double cycles = start + l.phaseCycles + between + attendCycles + end;
    // L(0), all softmaxes, then either A(last) or all divisions, which are the lanes' work too.
    double lanes = start + l.firstPhaseCycles + softmax;
    cycles = Math.max(cycles, lanes + a.lastPhaseCycles + end);
    return Math.max(cycles, lanes + divisions + a.lastStoreCycles);
  }

  /**
   * Constraints 4 and 5 where tiles change with each shared tile. Between E(L(t)) and S(L(t+1)) lie
   * the loads of Logit's one-slot tiles, and also one A phase with all transfers that are confined
   * to it. The same holds for Attend, whose output has to be divided and stored too; there, s
   * phases of Logit precede the first such gap.
   */
  private double oneSlot() {
    double fromLast = lastSoftmax() + a.lastPhaseCycles + end;
    double logit = start + l.phaseCycles + l.oneSlotCycles;
    double cycles = Math.max(logit + fromLast, logit + a.confinedCycles + end);
    double attend = toAttend() + attendCycles;
    double stores = Math.max(a.oneSlotStoreCycles + a.oneSlotDivisionCycles, end);
    double withoutFirst = Math.max(0, 1 - logitSlots * l.largestPhaseShare);
    double moves = withoutFirst * l.confinedCycles + a.oneSlotCycles;
    if (figures.dramShared) {
      moves += Math.max(a.oneSlotStoreCycles, a.lastStoreCycles) + a.lastDivisionCycles;
    } else {
      moves += end;
    }
    return Math.max(cycles, attend + Math.max(stores, moves));
  }

  /**
   * Constraints 3 and 5. All reads, then what follows the last load; on a shared channel, all reads
   * and all writes; and all writes after the first output is complete.
   */
  private double channels(boolean fused) {
    double reads = l.readCycles + a.readCycles + passReads;
    double writes = l.writeCycles + a.writeCycles + passWrites;
    double cycles = reads + a.lastTailCycles + end;
    if (figures.dramShared) {
      cycles = Math.max(cycles, reads + writes);
    }
    double firstStore = 0;
    if (figures.cores == 1) {
      firstStore =
          fused
              ? toAttend() + a.firstOutputCycles
              : start + Math.min(l.firstOutputCycles, l.firstPhaseCycles);
    }
    return Math.max(cycles, firstStore + writes);
  }
}
