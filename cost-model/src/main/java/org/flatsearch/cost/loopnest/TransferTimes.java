package org.flatsearch.cost.loopnest;

/** All transfers of one tensor on one channel, for all cores, in cycles. */
final class TransferTimes {
  /** The sum of all transfers. */
  double cycles;

  /** The mean transfer, at least. */
  double each;

  void set(double cycles, double each) {
    this.cycles = cycles;
    this.each = each;
  }

  void set(TransferTimes other) {
    set(other.cycles, other.each);
  }

  boolean takeNoLongerThan(TransferTimes other) {
    return cycles <= other.cycles && each <= other.each;
  }

  void lowerTo(TransferTimes other) {
    set(Math.min(cycles, other.cycles), Math.min(each, other.each));
  }

  /**
   * By how much the transfers exceed {@code hidden} cycles each, summed. That is least if all are
   * equal.
   */
  double beyond(double hidden) {
    return each > hidden ? cycles * (1 - hidden / each) : 0;
  }
}
