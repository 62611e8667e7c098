package org.flatsearch.cost.loopnest.phase;

/** How long the steps of a phase take on one kind of shared tile, by part ({@link StepOrder}). */
final class StepTable {
  /** The work alone, at the array or the port: cycles. */
  final double[] work = new double[StepOrder.PARTS];

  /** The streams on the channel of the loads: cycles. */
  final double[] streams = new double[StepOrder.PARTS];

  /** The longer of work and streams: cycles. */
  final double[] length = new double[StepOrder.PARTS];

  /** The set of parts that have been measured. */
  private int known;

  /** Forgets all steps; another kind follows. */
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
