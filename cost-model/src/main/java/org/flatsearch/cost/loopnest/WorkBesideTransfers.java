package org.flatsearch.cost.loopnest;

/**
 * The chain of work beside transfers. While the channel of the loads moves a transfer, for
 * whichever core, a core does no more than the {@link WorkAtHand}. All other work has to be done
 * while the channel moves none: the times add up, but for what each transfer can hide.
 *
 * <p>What is at hand of one stage also limits the other, because their phases take turns; but not
 * the s phases of Logit that follow each other at the beginning, nor those of Attend at the end, so
 * all but one of those are left out. There is a chain for each way to limit both.
 *
 * <p>What a transfer can hide grows with the work, so more work could mean a shorter chain. But the
 * argument holds for the work of either stage alone too, and the longest of the three chains does
 * not fall when any work rises (a convex function is largest at a corner).
 */
final class WorkBesideTransfers {
  private WorkBesideTransfers() {}

  /**
   * Cycles from the first load to the last store at least.
   *
   * @param shareWithoutAhead the least share of a stage's work that is left without all but one of
   *     the phases that follow each other at the beginning or at the end
   * @param end after all work: the division and the store of the last output tile
   */
  static double cycles(StageCosts l, StageCosts a, double shareWithoutAhead, double end) {
    double logit = l.evenWorkCycles;
    double attend = a.evenWorkCycles;
    double ofLogit = l.atHand.of(logit);
    double ofAttend = a.atHand.of(attend);
    double cycles = cycles(l, a, logit, ofLogit, attend, ofAttend, end);
    if (l.atHand.isLimited()) {
      double between = a.atHand.between(l.atHand, attend, a.largestPhaseShare);
      cycles =
          Math.max(cycles, cycles(l, a, logit, ofLogit, shareWithoutAhead * attend, between, end));
    }
    if (a.atHand.isLimited()) {
      double between = l.atHand.between(a.atHand, logit, l.largestPhaseShare);
      cycles =
          Math.max(cycles, cycles(l, a, shareWithoutAhead * logit, between, attend, ofAttend, end));
    }
    return cycles;
  }

  /**
   * The longest of the three chains.
   *
   * @param ofLogit what one transfer can hide of the work {@code logit}
   * @param ofAttend the same of {@code attend}
   */
  private static double cycles(
      StageCosts l,
      StageCosts a,
      double logit,
      double ofLogit,
      double attend,
      double ofAttend,
      double end) {
    double both = cycles(l, a, logit + attend, ofLogit + ofAttend, end);
    double one = Math.max(cycles(l, a, logit, ofLogit, end), cycles(l, a, attend, ofAttend, end));
    return Math.max(both, one);
  }

  /** Work plus transfers, of each transfer all but what it can hide. */
  private static double cycles(StageCosts l, StageCosts a, double work, double hidden, double end) {
    double loads =
        l.weightLoads.beyond(hidden) + a.weightLoads.beyond(hidden) + l.inputLoads.beyond(hidden);
    // Outputs are stored to the end.
    double outputs = a.outputMoves.beyond(hidden);
    return work + loads + Math.max(outputs, end);
  }
}
