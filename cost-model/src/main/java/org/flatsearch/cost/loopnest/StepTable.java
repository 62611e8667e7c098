package org.flatsearch.cost.loopnest;

/** How long the steps of a phase take, by {@link StepOrder} part, on one kind of shared tile. */
final class StepTable {
  /** The work alone, at the array or the port: cycles. */
  final double[] work = new double[StepOrder.PARTS];

  /** The streams on the channel of the loads: cycles. */
  final double[] streams = new double[StepOrder.PARTS];

  /** As long as work and streams take: cycles. */
  final double[] length = new double[StepOrder.PARTS];

  /**
   * Measures the kind at hand.
   *
   * @param parts a bit each
   */
  void measure(PhaseSteps steps, int parts) {
    for (int part = 0; part < StepOrder.PARTS; part++) {
      if ((parts >> part & 1) != 0) {
        steps.measure(part);
        work[part] = steps.stepWork;
        streams[part] = steps.stepStreams;
        length[part] = steps.stepCycles;
      }
    }
  }
}
