package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.StageMoves;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.cost.loopnest.tile.TileMoves;

/**
 * The most work of one stage that a core can do while the read channel makes one transfer, for
 * whichever core. The core gets nothing else from that channel meanwhile. So it can only work on
 * the tiles of a tensor that are in their slots when the transfer begins or, if the tensor is an
 * output, on those that find a slot. Where operands stream, it can end a step whose streams have
 * come, and do the work of one more step, since no step ends before its streams.
 */
final class WorkAtHand {
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

  /** Makes up for the rounding of a product of trip counts. */
  private static final double ROUNDING = 1e-6;

  /** The largest part of the busiest core's work on the stage that is at hand. */
  private double share;

  /** How many whole phases may be at hand. */
  private double phases;

  /** Phases of one run through the innermost shared loop, at least. */
  private double runPhases;

  /** The largest part of the busiest core's work that one such run can have. */
  private double runShare;

  void clear() {
    share = NO_LIMIT;
    phases = NO_LIMIT;
    runPhases = 1;
    runShare = 1;
  }

  void set(WorkAtHand other) {
    share = other.share;
    phases = other.phases;
    runPhases = other.runPhases;
    runShare = other.runShare;
  }

  /** Whether a core has no less at hand than with {@code other}, so that no chain is longer. */
  boolean isNoLessThan(WorkAtHand other) {
    return share >= other.share
        && phases >= other.phases
        && runPhases <= other.runPhases
        && runShare >= other.runShare;
  }

  /** A number that is not above that of {@code other} if this {@link #isNoLessThan} it. */
  double key() {
    return -share;
  }

  /** Raises each figure to that of {@code other} where a core then has more at hand. */
  void raiseTo(WorkAtHand other) {
    share = Math.max(share, other.share);
    phases = Math.max(phases, other.phases);
    runPhases = Math.min(runPhases, other.runPhases);
    runShare = Math.max(runShare, other.runShare);
  }

  /**
   * Counts a stage whose moves are known; also sets what its own transfers can hide.
   *
   * @param costs of the stage
   * @param order the stage's loops, outermost first, by ordinal of the dimension
   * @param tiles by ordinal of the dimension
   * @param mostCores the work of all cores over that of the busiest, at most
   * @param dramShared whether stores use the read channel
   */
  void count(
      StageCosts costs,
      StageMoves moves,
      LoopProducts loops,
      int[] order,
      TileFigures[] tiles,
      double mostCores,
      boolean dramShared) {
    clear();
    int shared = Integer.bitCount(loops.shared);
    int innermost = shared - 1;
    while (innermost > 0 && tiles[order[innermost]].trips == 1) {
      innermost--;
    }
    runPhases = tiles[order[innermost]].trips;
    runShare = mostCores * workShare(order, tiles, innermost);
    if (moves.input != null) {
      limit(costs.inputLoads, moves.input, moves.slotsOfInput(), shared, order, tiles, mostCores);
    }
    if (moves.weight != null) {
      limit(
          costs.weightLoads, moves.weight, moves.slotsOfWeight(), shared, order, tiles, mostCores);
    }
    if (moves.output != null && dramShared) {
      limit(
          costs.outputMoves, moves.output, moves.slotsOfOutput(), shared, order, tiles, mostCores);
    }
    if (moves.allStepsStreamOnReadChannel()) {
      double step = mostCores * workShare(order, tiles, order.length);
      share = Math.min(share, 2 * step);
      phases = 0;
    }
  }

  /** As many tiles as there are slots are at hand; each serves some phases, or part of one. */
  private void limit(
      TransferTimes transfers,
      TileMoves tile,
      int slots,
      int shared,
      int[] order,
      TileFigures[] tiles,
      double mostCores) {
    double ofTile = mostCores * workShare(order, tiles, tile.deepest + 1);
    share = Math.min(share, slots * ofTile);
    double phasesOfTile = tile.evenShare;
    for (int loop = tile.deepest + 1; loop < shared; loop++) {
      phasesOfTile /= tiles[order[loop]].leastInverse;
    }
    phases = Math.min(phases, Math.floor(slots * phasesOfTile + ROUNDING));
    // The first tiles find their slots empty.
    double withoutFirst = Math.max(0, 1 - slots * Math.min(1, tile.shareOfAll * mostCores));
    double turns = Math.floor((slots - 1) * phasesOfTile + ROUNDING) + 1;
    transfers.setOwn(transfers.ownCycles * withoutFirst, (slots - 1) * ofTile, turns);
  }

  /**
   * The largest share of the work that one iteration of the loops before position {@code end} can
   * have.
   */
  private static double workShare(int[] order, TileFigures[] tiles, int end) {
    double share = 1;
    for (int loop = 0; loop < end; loop++) {
      share *= tiles[order[loop]].workShare;
    }
    return share;
  }

  /** Whether few enough phases are at hand to limit the other stage as {@link #between} does. */
  boolean isLimited() {
    return phases < NO_LIMIT;
  }

  /** How much of the stage's {@code work} is at hand. */
  double of(double work) {
    return work * Math.min(1, share);
  }

  /**
   * How much of this stage's {@code work} can be done while {@code other} does what it has at hand.
   * The phases of the stages take turns, so this stage has at most one more than the other has
   * whole ones.
   *
   * @param phaseShare the largest share of the work that one phase can have
   */
  double between(WorkAtHand other, double work, double phaseShare) {
    double turns = other.phases + 1;
    double ofRuns = Math.ceil(turns / runPhases) * runShare;
    return work * Math.min(1, Math.min(turns * phaseShare, ofRuns));
  }
}
