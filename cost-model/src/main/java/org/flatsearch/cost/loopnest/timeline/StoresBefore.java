package org.flatsearch.cost.loopnest.timeline;

/**
 * The stores that are certain to precede a load on the channel that both share, which serves in the
 * order of request: those that were requested before the end of a turn after which the slot of the
 * load is left.
 *
 * <p>Sums and statistics are requested when the array is done with their phase. Complete outputs
 * are when the lanes have divided them, which they do before the softmax of the next phase of
 * Logit; so the phase of Attend that works with that begins later.
 */
final class StoresBefore {
  /** Stores that are remembered, a power of two. */
  private static final int RING = 4;

  private final double[] ends = new double[RING];
  private final int[] turns = new int[RING];
  private int size;

  void reset() {
    size = 0;
  }

  /**
   * Adds those of the phase of Attend at hand.
   *
   * @param turn that of the phase
   * @param logitSlots slots of the logits
   */
  void add(PhaseStores stores, int turn, int logitSlots) {
    if (stores.statisticsLeave()) {
      add(turn + 1, stores.ofStatistics);
    }
    if (stores.givesWay) {
      add(stores.completes ? turn + 2 * logitSlots : turn + 1, stores.ofOutput);
    }
  }

  /**
   * @param turn the first one whose end is later than the request
   */
  private void add(int turn, double end) {
    turns[size & RING - 1] = turn;
    ends[size++ & RING - 1] = end;
  }

  /** When all stores have ended that precede what is requested after the end of a turn. */
  double end(int turn) {
    double end = Double.NEGATIVE_INFINITY;
    for (int k = Math.max(0, size - RING); k < size; k++) {
      end = turns[k & RING - 1] <= turn ? Math.max(end, ends[k & RING - 1]) : end;
    }
    return end;
  }
}
