package org.flatsearch.cost.loopnest.timeline;

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

  /** When it is done with them and with what has to be over when the next phase of Attend ends. */
  private double owing;

  /** The loads so far: cycles. */
  double loadCycles;

  /** Streams and stores so far. */
  double otherCycles;

  /** Loads that {@link #end} accounts for. */
  private double served;

  // What followed the last phase of either stage.
  private double owedByLogit;
  private double owedByAttend;

  /** Begins at {@code time}, with nothing done. */
  void reset(double time) {
    end = time;
    owing = time;
    loadCycles = 0;
    otherCycles = 0;
    served = 0;
    owedByLogit = 0;
    owedByAttend = 0;
  }

  /** Loads that take their turn at {@code begin}; returns when the last has ended. */
  double load(double begin, double cycles) {
    loadCycles += cycles;
    return begin + cycles;
  }

  /**
   * A phase of Logit. Stores of the phase of Attend before may be over when its loads begin, so
   * they add up with what came before them only.
   *
   * @param loaded when its loads have ended, each from the first of a tensor on
   * @param others its streams, and stores that end within it
   * @param owed what follows its work and precedes that of its phase of Attend
   */
  void logit(double loaded, double others, double owed) {
    double loads = loads();
    end = Math.max(end + loads, loaded) + others;
    owing = Math.max(owing + loads + others, end) + owed;
    owedByLogit = owed;
    otherCycles += others + owed;
  }

  /** The same of Attend; {@code owed} is over when the next such phase ends. */
  void attend(double loaded, double others, double owed) {
    end = Math.max(owing + loads(), loaded) + others;
    owing = end + owed;
    owedByAttend = owed;
    otherCycles += others + owed;
  }

  /** The loads that came last. */
  private double loads() {
    double loads = loadCycles - served;
    served = loadCycles;
    return loads;
  }

  /** When it is done with all that is owed, too. */
  double finish() {
    return owing;
  }

  /** What {@link #end} need not account for after the last phases of both stages: cycles. */
  double owed() {
    return owedByLogit + owedByAttend;
  }

  /**
   * Lets iterations go by of which all have so many cycles.
   *
   * @param owed what {@link #end} need not account for at the end of each
   */
  void skip(double loads, double others, double owed) {
    owing += loads + others;
    end = Math.max(end, owing - owed);
    loadCycles += loads;
    served += loads;
    otherCycles += others;
  }
}
