package org.flatsearch.cost.loopnest.timeline;

/** When the last phase of one stage began and ended, at least: cycles. */
final class PhaseSpan {
  /** Which phase that is. */
  int phase;

  /** Its turn, as {@link LoadQueue} counts, from the first phase played on. */
  int turn;

  double began;
  double ended;

  /** Begins {@code phase} at {@code time}. */
  void begin(int phase, double time) {
    this.phase = phase;
    began = time;
  }

  /** The same when it is the turn {@code turn}. */
  void begin(int phase, double time, int turn) {
    begin(phase, time);
    this.turn = turn;
  }

  /** Begins at {@code time}, with no phase. */
  void reset(double time) {
    began = Double.NEGATIVE_INFINITY;
    ended = time;
    turn = -1;
  }
}
