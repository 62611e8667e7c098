package org.flatsearch.cost.loopnest;

/**
 * When the channel of the loads is done with all that a core needs of it, phase by phase, at least:
 * cycles. Without it only loads queue behind loads; but the streams of a phase need the same
 * channel, and the stores if it is shared.
 *
 * <p>All loads of a phase follow those of the phases before, and its streams follow the first load
 * of each tensor. So from the begin of any of those first loads to the end of a phase, the channel
 * has to do all loads from that one on and all streams of the phases in between.
 */
final class PhaseChannel {
  /** When it is done with the phases so far. */
  double end;

  /** The loads so far: cycles. */
  double loadCycles;

  /** Streams and stores so far. */
  double otherCycles;

  /** Loads that {@link #end} accounts for. */
  private double served;

  /** Stores and passes that are over when the next phase of Attend ends. */
  private double owed;

  /** Begins at {@code time}, with nothing done. */
  void reset(double time) {
    end = time;
    loadCycles = 0;
    otherCycles = 0;
    served = 0;
    owed = 0;
  }

  /** Loads that take their turn at {@code begin}; returns when the last has ended. */
  double load(double begin, double cycles) {
    loadCycles += cycles;
    return begin + cycles;
  }

  /**
   * A phase of Logit.
   *
   * @param loaded when its loads have ended, each from the first of a tensor on
   * @param others its streams, and stores that end within it
   * @param owing what follows its work and precedes that of its phase of Attend
   */
  void logit(double loaded, double others, double owing) {
    serve(loaded, others, 0);
    owe(owing);
  }

  /** The same of Attend; {@code owing} precedes the next such phase. */
  void attend(double loaded, double others, double owing) {
    serve(loaded, others, owed);
    owed = 0;
    owe(owing);
  }

  private void serve(double loaded, double others, double due) {
    double loads = loadCycles - served;
    served = loadCycles;
    end = Math.max(end + loads + due, loaded) + others;
    otherCycles += others;
  }

  private void owe(double cycles) {
    owed += cycles;
    otherCycles += cycles;
  }

  /** When it is done with all that is owed, too. */
  double finish() {
    return end + owed;
  }

  /** Lets iterations go by of which each has so many cycles. */
  void skip(double loads, double others) {
    end += loads + others;
    loadCycles += loads;
    served += loads;
    otherCycles += others;
  }
}
