package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;

/**
 * When there are slots for the tiles that one core loads for its phases or begins in them, at
 * least.
 */
final class PhaseSlots {
  private final TileSlots queries = new TileSlots();
  private final TileSlots keys = new TileSlots();
  private final TileSlots values = new TileSlots();
  private final TileSlots outputs = new TileSlots();
  private final TileSlots reloads = new TileSlots();

  /** When the first sums can be loaded that come back to the output of {@link #forOutputs}. */
  double forReloads;

  /** Whether sums that come back wait for the store of statistics. */
  private boolean statisticsPrecede;

  private final boolean dramShared;
  private PhaseFigures logit;
  private PhaseFigures attend;

  PhaseSlots(boolean dramShared) {
    this.dramShared = dramShared;
  }

  void use(PhaseFigures logit, PhaseFigures attend) {
    this.logit = logit;
    this.attend = attend;
    boolean sumsComeBack = attend.cycles[PhaseCycles.RELOAD] > 0;
    boolean statisticsLeave = attend.cycles[PhaseCycles.STATISTICS_STORE] > 0;
    statisticsPrecede = dramShared && sumsComeBack && statisticsLeave;
  }

  void reset(double time) {
    queries.reset(time);
    keys.reset(time);
    values.reset(time);
    outputs.reset(time);
    reloads.reset(time);
  }

  /** When there is a slot for the first tile of Q that the next phase of Logit needs. */
  double forQueries(PhaseSpan last) {
    return take(queries, logit, logit.slotsOfInput, PhaseCycles.INPUT_AHEAD, last);
  }

  /** When there is a slot for the first tile of K that the next phase of Logit needs. */
  double forKeys(PhaseSpan last) {
    return take(keys, logit, logit.slotsOfWeight, PhaseCycles.WEIGHT_AHEAD, last);
  }

  /** When there is a slot for the first tile of V that the next phase of Attend needs. */
  double forValues(PhaseSpan last) {
    return take(values, attend, attend.slotsOfWeight, PhaseCycles.WEIGHT_AHEAD, last);
  }

  /**
   * When there is a slot for the first output tile of the next phase of Attend. If there is one
   * channel, what is loaded into a slot that a store leaves also follows the store of that phase's
   * statistics, which was requested no later.
   *
   * @param at where the figures of the phase begin
   */
  double forOutputs(int at, PhaseStores stores) {
    boolean changesInside = attend.cycles[PhaseCycles.STORES + at] > 0;
    int slots = attend.slotsOfOutput;
    double free = outputs.take(slots, changesInside, stores.outputStored);
    forReloads = free;
    if (statisticsPrecede) {
      double served = Math.max(stores.outputStored, stores.statisticsStored);
      forReloads = reloads.take(slots, changesInside, served);
    }
    return free;
  }

  /**
   * When there is a slot for the first tile of an input that the next phase needs.
   *
   * @param ahead where the figures of the tensor's loads ahead begin
   * @param last the last phase of the stage
   */
  private double take(TileSlots slots, PhaseFigures stage, int number, int ahead, PhaseSpan last) {
    int at = ahead + PhaseCycles.atPhase(last.phase);
    boolean changesInside = stage.cycles[at] > 0;
    double free = slots.take(number, changesInside, last.ended);
    double left = changesInside ? stage.cycles[at + PhaseCycles.SLOT_LEFT] : 0;
    return left > 0 ? Math.max(free, last.began + left) : free;
  }
}
