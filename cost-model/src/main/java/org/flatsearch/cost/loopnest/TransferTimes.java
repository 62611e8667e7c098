package org.flatsearch.cost.loopnest;

/** All transfers of one tensor on one channel, for all cores, in cycles. */
final class TransferTimes {
  /** The sum of all transfers. */
  double cycles;

  /** The mean transfer, at least. */
  double each;

  /**
   * The part of {@link #cycles} that waits for slots of the busiest core itself to become free, at
   * least.
   */
  double ownCycles;

  /** The largest part of the stage's work that the core can do during one of its own transfers. */
  double ownShare = Double.POSITIVE_INFINITY;

  /** The most phases of the other stage that can be done meanwhile. */
  double ownPhases = Double.POSITIVE_INFINITY;

  void clear() {
    set(0, 0);
    setOwn(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  void set(double cycles, double each) {
    this.cycles = cycles;
    this.each = each;
  }

  void setOwn(double cycles, double share, double phases) {
    ownCycles = cycles;
    ownShare = share;
    ownPhases = phases;
  }

  void set(TransferTimes other) {
    set(other.cycles, other.each);
    setOwn(other.ownCycles, other.ownShare, other.ownPhases);
  }

  boolean takeNoLongerThan(TransferTimes other) {
    return cycles <= other.cycles
        && each <= other.each
        && ownCycles <= other.ownCycles
        && ownShare >= other.ownShare
        && ownPhases >= other.ownPhases;
  }

  void lowerTo(TransferTimes other) {
    set(Math.min(cycles, other.cycles), Math.min(each, other.each));
    setOwn(
        Math.min(ownCycles, other.ownCycles),
        Math.max(ownShare, other.ownShare),
        Math.max(ownPhases, other.ownPhases));
  }

  /**
   * By how much the transfers exceed what each can hide, summed. That is least if all are equal.
   *
   * @param hidden what any transfer can hide: cycles of work
   * @param work of the tensor's stage
   * @param otherPhase the longest phase of the other stage
   * @param otherWork all of its phases
   */
  double beyond(double hidden, double work, double otherPhase, double otherWork) {
    double ofAny = partBeyond(hidden);
    if (ownCycles == 0) {
      return cycles * ofAny;
    }
    double own = Math.min(1, ownShare) * work + Math.min(otherWork, ownPhases * otherPhase);
    double ofOwn = Math.max(ofAny, partBeyond(own));
    return cycles * ofAny + Math.min(cycles, ownCycles) * (ofOwn - ofAny);
  }

  private double partBeyond(double hidden) {
    return each > hidden ? 1 - hidden / each : 0;
  }
}
