package org.flatsearch.cost.loopnest.timeline;

/** When the last phase of one stage began and ended, at least: cycles. */
final class PhaseSpan {
  /** The phase. */
  int phase;

  double began;
  double ended;

  /** Begins {@code phase} at {@code time}. */
  void begin(int phase, double time) {
    this.phase = phase;
    began = time;
  }

  /** Resets to a phase of unknown beginning that ended at {@code time}. */
  void reset(double time) {
    began = Double.NEGATIVE_INFINITY;
    ended = time;
  }
}
