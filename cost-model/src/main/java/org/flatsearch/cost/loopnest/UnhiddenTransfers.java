package org.flatsearch.cost.loopnest;

/**
 * The chain of all work and of the transfers that work cannot hide. While the read channel makes a
 * transfer, for whichever core, a core does no more than the {@link WorkAtHand}. All other work has
 * to be done while the channel is idle. So work and transfers add up, less what each transfer can
 * hide.
 *
 * <p>A transfer into one of s slots of the core itself hides less: it begins when another tile has
 * left that slot, so meanwhile the core only works on the s − 1 tiles in the others. The phases of
 * the stages take turns, so meanwhile it does at most one more phase of the other stage than these
 * tiles have phases. The same holds for the store of an output, which leaves s − 1 slots to work
 * with.
 *
 * <p>What is at hand of one stage also limits the other, because their phases take turns. That does
 * not hold for the s phases of Logit in a row at the beginning, nor for the s phases of Attend at
 * the end, so the chain leaves out all but one of those. There is a chain for each stage that can
 * limit the other.
 *
 * <p>A transfer can hide more when there is more work, so a single chain could become shorter when
 * work rises. But the argument also holds for the work of either stage alone, and the longest of
 * the three chains (both stages, Logit, Attend) does not fall when any work rises: a convex
 * function is largest at a corner.
 */
final class UnhiddenTransfers {
  private UnhiddenTransfers() {}

  /**
   * Returns how many cycles pass at least from the first load to the last store.
   *
   * @param shareWithoutAhead the least share of a stage's work that is left when all but one of the
   *     phases in a row at the beginning or at the end are left out
   * @param end after all work: the division and the store of the last output tile
   */
  static double cycles(StageCosts l, StageCosts a, double shareWithoutAhead, double end) {
    double logit = l.evenWorkCycles;
    double attend = a.evenWorkCycles;
    double ofLogit = l.atHand.of(logit);
    double ofAttend = a.atHand.of(attend);
    double cycles = longest(l, a, logit, ofLogit, attend, ofAttend, end);
    if (l.atHand.isLimited()) {
      double between = a.atHand.between(l.atHand, attend, a.largestPhaseShare);
      double work = shareWithoutAhead * attend;
      cycles = Math.max(cycles, longest(l, a, logit, ofLogit, work, between, end));
    }
    if (a.atHand.isLimited()) {
      double between = l.atHand.between(a.atHand, logit, l.largestPhaseShare);
      double work = shareWithoutAhead * logit;
      cycles = Math.max(cycles, longest(l, a, work, between, attend, ofAttend, end));
    }
    return cycles;
  }

  /**
   * The longest of the three chains.
   *
   * @param ofLogit what one transfer can hide of the work {@code logit}
   * @param ofAttend what one transfer can hide of the work {@code attend}
   */
  private static double longest(
      StageCosts l,
      StageCosts a,
      double logit,
      double ofLogit,
      double attend,
      double ofAttend,
      double end) {
    double both = chain(l, a, logit, attend, ofLogit + ofAttend, end);
    double one = chain(l, a, logit, 0, ofLogit, end);
    return Math.max(both, Math.max(one, chain(l, a, 0, attend, ofAttend, end)));
  }

  /** Work plus transfers, of each transfer all but what it can hide. */
  private static double chain(
      StageCosts l, StageCosts a, double logit, double attend, double hidden, double end) {
    double phaseOfLogit = l.largestPhaseShare * l.evenWorkCycles;
    double phaseOfAttend = a.largestPhaseShare * a.evenWorkCycles;
    double loads =
        l.inputLoads.beyond(hidden, logit, phaseOfAttend, attend)
            + l.weightLoads.beyond(hidden, logit, phaseOfAttend, attend)
            + a.weightLoads.beyond(hidden, attend, phaseOfLogit, logit);
    // Outputs are stored to the end.
    double outputs = a.outputMoves.beyond(hidden, attend, phaseOfLogit, logit);
    return logit + attend + loads + Math.max(outputs, end);
  }
}
