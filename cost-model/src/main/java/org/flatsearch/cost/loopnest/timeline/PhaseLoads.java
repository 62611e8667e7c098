package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.tile.Figures;

/**
 * The loads of one phase, at least: cycles. They queue behind those of the phases before and are
 * served in the order of first use: for Logit Q, K; for Attend V, sums to be continued, logits from
 * DRAM, statistics. The first load of each tensor also waits for its slot ({@link PhaseSlots}),
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

  /**
   * When the array has what it needs to begin: the first tile of each tensor, the first piece if of
   * K.
   */
  double arrived;

  /**
   * When all of the first tile of K has arrived; never, if the phase uses the tile of the phase
   * before.
   */
  double keysArrived;

  /** When the channel has served the loads one after another. */
  double served;

  /** When the last of them has ended, which may have waited longer for its slot. */
  double ended;

  /** When the last of those loads has ended that are the first of their tensor. */
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
   * The loads of a phase of Logit.
   *
   * @param loaded the end of the last load of the phases before
   * @param last the phase of Logit before
   */
  void logit(int phase, double loaded, PhaseSpan last) {
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
   * The loads of a phase of Attend.
   *
   * @param loaded the end of the last load of the phases before
   * @param softmaxed when the phase's logits are softmaxed
   * @param last the phase of Attend before
   */
  void attend(int phase, double loaded, double softmaxed, PhaseSpan last) {
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

  /** Serves the loads of a tensor, the first of which begins at {@code begin}. */
  private void serve(double begin, double cycles) {
    served = channel.load(Math.max(served, begin), cycles);
  }

  /** Loads sums that an earlier phase began. */
  private void reload(int at, double slotLeft) {
    double begin = Math.max(slotLeft, Math.max(tileSlots.forReloads, stores.firstSums()));
    first = begin + attend.cycles[PhaseCycles.RELOAD + at];
    arrived = Math.max(arrived, first);
    serve(begin, attend.cycles[PhaseCycles.RELOADS + at]);
  }

  /** Loads running statistics; if sums begin, these need only the slot. */
  private void statistics(double load, boolean continues) {
    double begin = first;
    if (attend.oneSlotStatistics) {
      begin = Math.max(begin, stores.statisticsStored);
      arrived = Math.max(arrived, stores.statisticsStored);
    }
    if (continues) {
      arrived = Math.max(arrived, begin + load);
      serve(begin, load);
    }
  }
}
