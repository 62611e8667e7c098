package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.tile.Figures;

/**
 * The loads of one phase, at least: cycles. They queue behind those of the phases before, and are
 * served in the order of first use: Q, K of Logit, V, sums to be continued, logits from DRAM,
 * statistics of Attend. The first load of a tensor also waits for its slot ({@link PhaseSlots}),
 * that of sums for their store, that of logits for their softmax pass.
 */
final class PhaseLoads {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private final double inversePieces;
  private final double latencyCycles;
  private final PhaseChannel channel;
  private final PhaseSlots tileSlots;
  private final PhaseStores stores;
  private PhaseFigures logit;
  private PhaseFigures attend;

  /** When the array has what it needs of each tensor to begin: its first tile, or piece of K. */
  double arrived;

  /** When all of the first tile of K has arrived; not before, if the phase has the one before. */
  double keysArrived;

  /** When the channel has done the loads one after the other. */
  double served;

  /** When the last of them has ended, which may wait longer for its slot. */
  double ended;

  /** When the last of those that are the first of their tensor has ended. */
  private double first;

  PhaseLoads(Figures figures, PhaseChannel channel, PhaseSlots tileSlots, PhaseStores stores) {
    inversePieces = figures.inversePieces;
    latencyCycles = figures.latencyCycles;
    this.channel = channel;
    this.tileSlots = tileSlots;
    this.stores = stores;
  }

  /** Takes up another nest. */
  void use(PhaseFigures logit, PhaseFigures attend) {
    this.logit = logit;
    this.attend = attend;
  }

  /**
   * A phase of Logit.
   *
   * @param loaded the end of the last load of the phases before
   * @param last the phase of Logit before
   */
  void ofLogit(int phase, double loaded, PhaseSpan last) {
    begin(loaded, NEVER);
    double[] cycles = logit.cycles;
    int at = PhaseCycles.atPhase(phase);
    if (Phase.advances(phase, logit.inputLoops)) {
      double begin = Math.max(loaded, tileSlots.forQueries(last));
      first = begin + cycles[PhaseCycles.INPUT + at];
      arrived = first;
      served = channel.load(begin, cycles[PhaseCycles.INPUTS + at]);
    }
    if (Phase.advances(phase, logit.weightLoops)) {
      double begin = Math.max(first, tileSlots.forKeys(last));
      double words = cycles[PhaseCycles.WEIGHT + at] - latencyCycles;
      arrived = Math.max(arrived, begin + latencyCycles + words * inversePieces);
      keysArrived = begin + latencyCycles + words;
      serve(begin, cycles[PhaseCycles.WEIGHTS + at]);
    }
    served = channel.load(served, cycles[PhaseCycles.BACK + at]);
    ended = served;
  }

  /**
   * A phase of Attend.
   *
   * @param loaded the end of the last load of the phases before
   * @param softmaxed when its logits are softmaxed
   * @param last the phase of Attend before
   */
  void ofAttend(int phase, double loaded, double softmaxed, PhaseSpan last) {
    begin(loaded, softmaxed);
    double[] cycles = attend.cycles;
    int at = PhaseCycles.atPhase(phase);
    boolean continues = (phase & Phase.FIRST_KEYS) == 0;
    double lastReload = loaded;
    if (Phase.advances(phase, attend.weightLoops)) {
      double begin = Math.max(loaded, tileSlots.forValues(last));
      first = begin + cycles[PhaseCycles.WEIGHT + at];
      arrived = Math.max(arrived, first);
      served = channel.load(begin, cycles[PhaseCycles.WEIGHTS + at]);
    }
    if (Phase.advances(phase, attend.outputLoops)) {
      double begin = Math.max(first, tileSlots.forOutputs(at, stores));
      arrived = Math.max(arrived, begin);
      if (continues && cycles[PhaseCycles.RELOAD + at] > 0) {
        lastReload = stores.lastReload();
        reload(at, begin);
      }
    }
    if (Phase.advances(phase, attend.inputLoops)) {
      double begin = Math.max(first, softmaxed);
      begin = attend.slotsOfInput == 1 ? Math.max(begin, last.ended) : begin;
      arrived = Math.max(arrived, begin + cycles[PhaseCycles.INPUT + at]);
      serve(begin, cycles[PhaseCycles.INPUTS + at]);
    }
    if (cycles[PhaseCycles.STATISTICS + at] > 0) {
      statistics(cycles[PhaseCycles.STATISTICS + at], continues);
    }
    served = channel.load(served, cycles[PhaseCycles.BACK + at]);
    ended = Math.max(served, lastReload);
  }

  private void begin(double loaded, double ready) {
    arrived = ready;
    keysArrived = NEVER;
    first = loaded;
    served = loaded;
  }

  /** The loads of a tensor, the first of which begins at {@code begin}. */
  private void serve(double begin, double cycles) {
    served = channel.load(Math.max(served, begin), cycles);
  }

  /** Sums that an earlier phase began. */
  private void reload(int at, double slotLeft) {
    double begin = Math.max(slotLeft, Math.max(tileSlots.forReloads, stores.firstSums()));
    first = begin + attend.cycles[PhaseCycles.RELOAD + at];
    arrived = Math.max(arrived, first);
    serve(begin, attend.cycles[PhaseCycles.RELOADS + at]);
  }

  /** Running statistics, or the slot for those that begin. */
  private void statistics(double load, boolean continues) {
    double begin = first;
    if (attend.oneSlotStatistics) {
      begin = Math.max(begin, stores.ofStatistics);
      arrived = Math.max(arrived, stores.ofStatistics);
    }
    if (continues) {
      arrived = Math.max(arrived, begin + load);
      serve(begin, load);
    }
  }
}
