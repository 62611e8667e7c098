package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.tile.Figures;

/**
 * When the softmax of the logits of a phase can begin and has ended, at least: cycles. If logits go
 * through DRAM, it is a pass, which begins when the last of the logits has been stored, and then
 * requests its own transfers.
 *
 * <p>The channels serve in the order of request. So the store of the last logits, and the transfers
 * of the pass, follow the stores of earlier outputs if these are requested before the phase ends.
 * They also follow loads: when the phase ends, all its own loads have ended and the tiles that they
 * brought have been left, so that the next load has been requested. On a single channel, that load
 * precedes the store of the last logits, and the load after it precedes the transfers of the pass.
 * These loads are known up to the first that waits for the pass or for a step of Attend.
 */
final class SoftmaxPass {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private final PhaseSoftmax softmax;
  private final PhaseStores stores;
  private final boolean dramShared;

  /**
   * Whether loads are made for one core only. A load for several waits until all of them are ready,
   * which is not known.
   */
  private final boolean loadsAreKnown;

  private PhaseFigures logit;
  private PhaseFigures attend;

  /** When the softmax can begin. */
  double begin;

  /** When it has ended because of transfers that precede its own. */
  double end;

  /** When the load has ended that follows those of the phase. */
  private double firstEnd;

  /** The load after that one: cycles; 0 if not known. */
  private double second;

  SoftmaxPass(Figures figures, PhaseSoftmax softmax, PhaseStores stores) {
    this.softmax = softmax;
    this.stores = stores;
    dramShared = figures.dramShared;
    loadsAreKnown = !figures.multicast || figures.cores == 1;
  }

  /** Begins another nest. */
  void use(PhaseFigures logit, PhaseFigures attend) {
    this.logit = logit;
    this.attend = attend;
  }

  /**
   * Follows a phase of Logit.
   *
   * @param next the next phase of Logit; −1 if not known
   * @param begun when the phase began
   * @param loaded when its last load had ended
   * @param ended when it ended, not before {@code loaded}
   */
  void follow(int phase, int next, double begun, double loaded, double ended) {
    begin = ended;
    end = NEVER;
    if (!softmax.isPass()) {
      return;
    }
    int at = PhaseCycles.atPhase(phase);
    double[] cycles = logit.cycles;
    double last = softmax.pause(phase);
    findLoads(phase, next, loaded, ended);
    double outputs = outputsStored(cycles[PhaseCycles.WORK + at]);
    if (last > 0) {
      double first = cycles[PhaseCycles.FIRST_OUTPUT_WORK + at];
      double asked = Math.max(begun + first, outputsStored(first));
      begin = Math.max(Math.max(ended, outputs), dramShared ? firstEnd : NEVER) + last;
      begin = Math.max(begin, asked + Math.max(last, cycles[PhaseCycles.STORES + at]));
    }
    boolean inTurn = last > 0 && dramShared;
    double loads = firstEnd + (inTurn ? last + second : 0);
    end =
        Math.max(
            loads + softmax.onChannelOfLoads(phase), outputs + softmax.onChannelOfStores(phase));
  }

  /**
   * The end of the stores before, if they are requested within {@code time}; otherwise it is not
   * known.
   */
  private double outputsStored(double time) {
    return softmax.dividesWithin(time) ? stores.end() : NEVER;
  }

  private void findLoads(int phase, int next, double loaded, double ended) {
    firstEnd = NEVER;
    second = 0;
    boolean values = Phase.advances(phase, attend.weightLoops);
    if (values && loadsAreKnown) {
      firstEnd = loaded + attend.cycles[PhaseCycles.WEIGHT + PhaseCycles.atPhase(phase)];
    }
    boolean nextFollows = attend.inputLoops == 0 && attend.prefetch.known;
    if (next < 0 || !loadsAreKnown || !nextFollows || attend.prefetch.loadsInside(phase)) {
      return;
    }
    int at = PhaseCycles.atPhase(next);
    boolean queries = Phase.advances(next, logit.inputLoops);
    boolean keys = Phase.advances(next, logit.weightLoops);
    double ofQueries = queries ? logit.cycles[PhaseCycles.INPUT + at] : 0;
    double ofKeys = keys ? logit.cycles[PhaseCycles.WEIGHT + at] : 0;
    if (values) {
      second = queries ? ofQueries : ofKeys;
    } else if (queries) {
      firstEnd = (logit.slotsOfInput == 1 ? ended : loaded) + ofQueries;
      second = ofKeys;
    } else if (keys) {
      firstEnd = (logit.slotsOfWeight == 1 ? ended : loaded) + ofKeys;
    }
  }
}
