package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.schedule.Dimension;

/** What the lanes do between the stages on one shared tile: cycles. */
final class PhaseSoftmax {
  private static final int VALUE_DIM = Dimension.VALUE_DIM.ordinal();

  /**
   * More than what the walker's rounding to ticks can add, unless what it plays is more than some
   * 10^11 times as long as a step of Logit and so its ticks are coarse.
   */
  private static final double ROUNDING = 1 + 1e-6;

  private final Figures figures;
  private PhaseFigures logit;
  private double passReads;
  private boolean takesTime;

  /**
   * From the end of a phase of Attend until the lanes have divided its outputs, at most: cycles.
   * The longer it is, the less is certain, so a tile that takes no longer in all else must not
   * shorten it: it counts with the largest tiles of the same shares.
   */
  private double divided;

  /** {@link #cycles(int)} by kind, on later keys; then on the first keys. */
  private final double[] cycles = new double[2 * PhaseFigures.KINDS];

  PhaseSoftmax(Figures figures) {
    this.figures = figures;
  }

  /**
   * Begins another nest.
   *
   * @param logitSlots slots of the logits; 1 if they go through DRAM
   * @param passReads how often the softmax pass reads each logit from DRAM; 0 if logits stay on
   *     chip
   */
  void use(PhaseFigures logit, PhaseFigures attend, int logitSlots, double passReads) {
    this.logit = logit;
    this.passReads = passReads;
    takesTime =
        figures.cyclesPerLaneOperation > 0 || figures.portCyclesPerWord > 0 || passReads > 0;
    for (int kind = 0; kind < PhaseFigures.KINDS; kind++) {
      if (logit.has(kind)) {
        double rows = rows(kind);
        double logits = rows * logit.shared.keys(kind);
        cycles[kind] = count(rows, logits, false);
        cycles[kind + PhaseFigures.KINDS] = count(rows, logits, true);
      }
    }
    double rows = logit.shared.mostInstances() * logit.shared.mostRows();
    double longest = count(rows, rows * logit.shared.mostKeys(), false);
    divided = logitSlots * attend.prefetch.divisionCycles + (logitSlots - 1) * longest;
  }

  /**
   * Whether the outputs of a phase of Attend are certain to have been divided, and their stores
   * requested, {@code time} cycles after the end of the phase. When the phase began, its own logits
   * had been softmaxed. The lanes take work in the order in which it becomes ready. So they have
   * left at most the softmaxes of the other phases of Logit that have a slot, and the outputs of as
   * many phases as there are slots.
   */
  boolean dividesWithin(double time) {
    return divided == 0 || divided * ROUNDING < time;
  }

  /** Whether the softmax is a pass over logits in DRAM. */
  boolean isPass() {
    return passReads > 0;
  }

  /** Whether softmaxes or divisions take any time. */
  boolean takesTime() {
    return takesTime;
  }

  /**
   * From the end of a phase of Logit to the beginning of its softmax: a pass waits for the store of
   * the last logits.
   */
  double pause(int phase) {
    return passReads > 0 ? logit.cycles[PhaseCycles.STORE + PhaseCycles.atPhase(phase)] : 0;
  }

  /**
   * The lanes' work on the logits of a phase, including the rescaling of outputs on later keys; or
   * the transfers of the pass, if they take longer.
   */
  double cycles(int phase) {
    int firstKeys = (phase & Phase.FIRST_KEYS) == 0 ? 0 : PhaseFigures.KINDS;
    return cycles[Phase.kind(phase) + firstKeys];
  }

  private double count(double rows, double logits, boolean firstKeys) {
    double operations = figures.operationsPerLogit * logits;
    double words = 3 * logits;
    if (!firstKeys) {
      double columns = figures.extent[VALUE_DIM];
      operations += rows * (columns + 2);
      words += 2 * rows * columns;
    }
    double port = words * figures.portCyclesPerWord;
    double cycles = Math.max(operations * figures.cyclesPerLaneOperation, port);
    return passReads > 0 ? Math.max(cycles, transfers(logits)) : cycles;
  }

  private double transfers(double logits) {
    double reads = reads(logits);
    double writes = writes(logits);
    return figures.dramShared ? reads + writes : Math.max(reads, writes);
  }

  /** The transfers of the pass on the channel of the loads; 0 without a pass. */
  double onChannelOfLoads(int phase) {
    if (passReads == 0) {
      return 0;
    }
    double logits = rows(phase) * logit.shared.keys(phase);
    return reads(logits) + (figures.dramShared ? writes(logits) : 0);
  }

  /** The transfers of the pass on the channel of the stores. */
  double onChannelOfStores(int phase) {
    double logits = rows(phase) * logit.shared.keys(phase);
    return writes(logits) + (figures.dramShared ? reads(logits) : 0);
  }

  private double rows(int phase) {
    return logit.shared.instances(phase) * logit.shared.rows(phase);
  }

  private double reads(double logits) {
    return figures.readCycles(passReads * logits, 1);
  }

  private double writes(double logits) {
    return figures.writeCycles(logits, 1);
  }

  /** From the end of the array's work on a phase of Logit to the end of its softmax, at least. */
  double after(int phase) {
    return pause(phase) + cycles(phase);
  }
}
