package org.flatsearch.cost.loopnest;

/**
 * The chain of streams behind transfers. A step whose operands stream past the buffer cannot end
 * before its streams, which wait for whatever the channel is moving, for whichever core. So during
 * one transfer a core's array can end a step whose streams came before it and do the work of one
 * more; where only one stage streams, also one phase of the other, between those two. All other
 * work has to be done while the channel does not move such a transfer: the times add up.
 *
 * <p>What a transfer can hide grows with the work, so more work could mean a shorter chain. But the
 * argument holds for the work of either stage alone too, and the longest of the three chains does
 * not fall when any work rises (a convex function is largest at a corner).
 */
final class BlockedStreams {
  private BlockedStreams() {}

  /**
   * Cycles from the first load to the last store at least.
   *
   * @param without the least share of a stage's work that is left without all but one of the phases
   *     that follow each other at the beginning or at the end
   * @param end after all work: the division and the store of the last output tile
   */
  static double cycles(StageCosts l, StageCosts a, double without, double end) {
    double ofLogit = l.evenWorkCycles;
    double ofAttend = a.evenWorkCycles;
    double hiddenOfLogit = 2 * l.stepShare * ofLogit;
    double hiddenOfAttend = 2 * a.stepShare * ofAttend;
    if (!l.streams) {
      hiddenOfLogit = Math.min(1, l.largestPhaseShare) * ofLogit;
      ofLogit *= without;
    } else if (!a.streams) {
      hiddenOfAttend = Math.min(1, a.largestPhaseShare) * ofAttend;
      ofAttend *= without;
    }
    double both = cycles(l, a, ofLogit + ofAttend, hiddenOfLogit + hiddenOfAttend, end);
    double logit = cycles(l, a, ofLogit, hiddenOfLogit, end);
    return Math.max(both, Math.max(logit, cycles(l, a, ofAttend, hiddenOfAttend, end)));
  }

  /**
   * Work plus transfers, of each transfer all but what it can hide.
   *
   * @param hidden the most work that the array can do during one transfer
   */
  private static double cycles(StageCosts l, StageCosts a, double work, double hidden, double end) {
    double loads =
        l.weightLoads.beyond(hidden) + a.weightLoads.beyond(hidden) + l.inputLoads.beyond(hidden);
    // Outputs are stored to the end.
    double outputs = a.outputMoves.beyond(hidden);
    return work + loads + Math.max(outputs, end);
  }
}
