package org.flatsearch.cost.loopnest;

/** All transfers of one tensor on one channel, of all cores, in cycles. */
final class TransferTimes {
  /** All of them. */
  double cycles;

  /** The mean one at least. */
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

  /** What those that take {@code each} exceed {@code hidden} by, summed. */
  double beyond(double hidden) {
    return each > hidden ? cycles * (1 - hidden / each) : 0;
  }
}
