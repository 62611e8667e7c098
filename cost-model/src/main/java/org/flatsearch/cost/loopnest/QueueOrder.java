package org.flatsearch.cost.loopnest;

/** Tells what follows each phase in the queue of loads, from the phases and from quiet runs. */
final class QueueOrder {
  private final Figures figures;
  private final QuietRuns runs;
  private final LoadsAhead ahead;
  private final PhaseSpan lastLogit;
  private final PhaseSpan lastAttend;
  private PhaseFigures logit;
  private PhaseFigures attend;

  private boolean holdsUpLogit;
  private boolean holdsUpAttend;

  /** Whether outputs are complete as soon as the array is done. */
  private boolean dividesAtOnce;

  /**
   * @param ahead is told
   * @param lastLogit the phase of Logit that is over
   * @param lastAttend that of Attend
   */
  QueueOrder(
      Figures figures,
      QuietRuns runs,
      LoadsAhead ahead,
      PhaseSpan lastLogit,
      PhaseSpan lastAttend) {
    this.figures = figures;
    this.runs = runs;
    this.ahead = ahead;
    this.lastLogit = lastLogit;
    this.lastAttend = lastAttend;
  }

  void use(PhaseFigures logit, PhaseFigures attend, boolean dividesAtOnce) {
    this.logit = logit;
    this.attend = attend;
    this.dividesAtOnce = dividesAtOnce;
    holdsUpLogit = logit.canBeHeldUp();
    holdsUpAttend = attend.canBeHeldUp();
  }

  /**
   * Finds the loads that follow those of the next phase of Attend.
   *
   * @param phase that of Logit after it
   * @param next that of Attend after that
   * @param following that of Logit after that
   */
  void lookPastAttend(int phase, int next, int following) {
    if (!holdsUpAttend) {
      return;
    }
    if (ahead.addNext(logit, phase, lastLogit) && ahead.addAfterNext(attend, next)) {
      ahead.addThird(logit, phase, following, lastLogit.ended);
    }
    if ((phase & Phase.KEYS_HOLD_UP) != 0 && Phase.changes(phase, logit.weightLoops)) {
      ahead.addQuiet(lastLogit.ended + runs.leastLoad(phase));
    }
  }

  /**
   * The same of a phase of Logit, and the store that comes with it.
   *
   * @param phase that
   * @param next that of Attend after it
   * @param following that of Logit after that
   * @param third that of Attend after that
   */
  void lookPastLogit(int phase, int next, int following, int third) {
    if (!holdsUpLogit) {
      return;
    }
    if (ahead.addNext(attend, next, lastAttend) && ahead.addAfterNext(logit, following)) {
      ahead.addThird(attend, next, third, lastAttend.ended);
    }
    if ((phase & Phase.VALUES_HOLD_UP) != 0 && Phase.changes(next, attend.weightLoops)) {
      ahead.addQuiet(lastAttend.ended + runs.leastLoad(phase));
    }
    // The store is requested when Attend has ended, unless the lanes have to divide first.
    int done = lastAttend.phase;
    boolean atOnce = dividesAtOnce || (done & Phase.LAST_KEYS) == 0;
    if (figures.dramShared && atOnce && Phase.changes(next, attend.outputLoops)) {
      int kind = PhaseFigures.of(Phase.kind(done));
      ahead.addStore(lastAttend.ended, attend.cycles[PhaseFigures.STORE + kind]);
    }
  }
}
