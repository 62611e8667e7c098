package org.flatsearch.cost.loopnest.timeline;

/**
 * When the channel of the loads has served everything that a core needs of it, phase by phase, at
 * least: cycles. In {@link PhaseLoads}, loads queue behind loads only; but the streams of a phase
 * need the same channel, and so do the stores if there is only one.
 *
 * <p>All loads of a phase follow those of the phases before, and its streams follow the first load
 * of each tensor. So from the beginning of any of those first loads to the end of a later phase,
 * the channel has to serve all loads from that one on, and all streams of the phases from that one
 * on.
 */
final class PhaseChannel {
  /** When it has served the phases so far. */
  double end;

  /** When it has also served what has to end before the end of the next phase of Attend. */
  private double owing;

  /** Loads so far: cycles. */
  double loadCycles;

  /** Streams and stores so far: cycles. */
  double otherCycles;

  /** Those of {@link #loadCycles} that {@link #end} accounts for. */
  private double served;

  // What is owed after the last phase of either stage.
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

  /**
   * Serves loads from {@code begin} on.
   *
   * @return when the last of them has ended
   */
  double load(double begin, double cycles) {
    loadCycles += cycles;
    return begin + cycles;
  }

  /**
   * Serves a phase of Logit. Stores of the phase of Attend before may have ended when the loads of
   * this phase begin, so they only add up with what came before those loads.
   *
   * @param loaded when the phase's loads have ended, if they begin with the first of a tensor
   * @param others the phase's streams, and stores that end within it
   * @param owed what follows its work and precedes that of its phase of Attend
   */
  void logit(double loaded, double others, double owed) {
    double loads = loads();
    end = Math.max(end + loads, loaded) + others;
    owing = Math.max(owing + loads + others, end) + owed;
    owedByLogit = owed;
    otherCycles += others + owed;
  }

  /**
   * Serves a phase of Attend.
   *
   * @param owed stores that follow its work and end before the next such phase ends
   */
  void attend(double loaded, double others, double owed) {
    end = Math.max(owing + loads(), loaded) + others;
    owing = end + owed;
    owedByAttend = owed;
    otherCycles += others + owed;
  }

  /** The loads since the last phase. */
  private double loads() {
    double loads = loadCycles - served;
    served = loadCycles;
    return loads;
  }

  /** When it has served everything, including what is owed. */
  double finish() {
    return owing;
  }

  /** What {@link #end} need not account for after the last phases of both stages: cycles. */
  double owed() {
    return owedByLogit + owedByAttend;
  }

  /**
   * Skips iterations.
   *
   * @param loads the loads of all of them: cycles
   * @param others the streams and stores of all of them: cycles
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
