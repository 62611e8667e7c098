package org.flatsearch.cost.loopnest.timeline;

/** When the last phase of one stage began and ended, at least: cycles. */
final class PhaseSpan {
  /** Which phase that is. */
  int phase;

  double began;
  double ended;

  /** Begins {@code phase} at {@code time}. */
  void begin(int phase, double time) {
    this.phase = phase;
    began = time;
  }

  /** Begins at {@code time}, with no phase. */
  void reset(double time) {
    began = Double.NEGATIVE_INFINITY;
    ended = time;
  }
}
