package org.flatsearch.cost.loopnest.phase;

/** How long the steps of a phase take, by {@link StepOrder} part, on one kind of shared tile. */
final class StepTable {
  /** The work alone, at the array or the port: cycles. */
  final double[] work = new double[StepOrder.PARTS];

  /** The streams on the channel of the loads: cycles. */
  final double[] streams = new double[StepOrder.PARTS];

  /** As long as work and streams take: cycles. */
  final double[] length = new double[StepOrder.PARTS];

  /** The parts that have been measured, a bit each. */
  private int known;

  /** Another kind follows. */
  void forget() {
    known = 0;
  }

  boolean knows(int part) {
    return (known >> part & 1) != 0;
  }

  void set(int part, double work, double streams, double length) {
    this.work[part] = work;
    this.streams[part] = streams;
    this.length[part] = length;
    known |= 1 << part;
  }
}
