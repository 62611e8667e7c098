package org.flatsearch.cost.loopnest;

/**
 * Which phases of either stage have been done and which come next, and with them the order of the
 * loads: {@link LoadsAhead} is told of both.
 */
final class PhaseOrder {
  /** Phases of Attend that may be left to do, rounded up to a power of two. */
  static final int RING = 4;

  /** What it makes certain of the loads; only kept up if that matters. */
  final LoadsAhead ahead;

  /** Whether loads that follow in the queue can hold up steps. */
  boolean looksAhead;

  private boolean holdsUpLogit;
  private boolean holdsUpAttend;

  /** Phases of Logit done. */
  int phases;

  private final int[] ring = new int[RING];
  private final boolean dramShared;
  private PhaseFigures attend;
  private int slots;

  /** What is played, and where in it the phase of Logit is whose turn it is; −1 at the end. */
  private PhaseLine line;

  private int at;

  PhaseOrder(Figures figures) {
    ahead = new LoadsAhead(figures);
    dramShared = figures.dramShared;
  }

  /**
   * Takes up another nest.
   *
   * @param slots of the logits; 1 if they go through DRAM
   */
  void use(PhaseFigures logit, PhaseFigures attend, int slots) {
    this.attend = attend;
    this.slots = slots;
    holdsUpLogit = logit.canBeHeldUp();
    holdsUpAttend = attend.canBeHeldUp();
    looksAhead = holdsUpLogit || holdsUpAttend;
    ahead.use(logit, attend);
  }

  /** Remembers a phase of Logit. */
  void remember(int phase) {
    ring[phases++ & RING - 1] = phase;
  }

  /** One of the last phases. */
  int phase(int number) {
    return ring[number & RING - 1];
  }

  /** The last phase of Logit. */
  int last() {
    return phase(phases - 1);
  }

  /** Says that the next phase of Logit is the one at {@code at} of {@code line}. */
  void goTo(PhaseLine line, int at) {
    this.line = line;
    this.at = at;
  }

  /** Says that no phase of Logit is left. */
  void goToEnd() {
    at = -1;
  }

  /** Begins a phase of Attend. */
  void beginAttend(int number) {
    if (holdsUpAttend) {
      ahead.beginAttend(phase(number));
      look(phases, number + 1);
    } else if (looksAhead) {
      ahead.passAttend(phase(number));
    }
  }

  /** Begins the phase of Logit whose turn it is. */
  void beginLogit() {
    if (holdsUpLogit) {
      ahead.beginLogit(line.phase(at));
      look(phases + 1, Math.max(0, phases + 1 - slots));
    } else if (looksAhead) {
      ahead.passLogit(line.phase(at));
    }
  }

  /**
   * The store of Attend is requested when that has ended, unless the lanes have to divide first; so
   * it comes before the streams of the second step of Logit.
   *
   * @param next the phase of Attend after that
   * @param dividesAtOnce whether divisions take no time
   */
  void lookAtStore(PhaseSpan done, int next, boolean dividesAtOnce) {
    boolean atOnce = dividesAtOnce || (done.phase & Phase.LAST_KEYS) == 0;
    if (looksAhead && dramShared && atOnce && Phase.changes(next, attend.outputLoops)) {
      int kind = PhaseFigures.of(Phase.kind(done.phase));
      ahead.addStore(done.ended, attend.cycles[PhaseFigures.STORE + kind]);
    }
  }

  /** When the phase at hand ends, at least, because of {@link LoadsAhead#end}. */
  double end(double[] figures, int kind, boolean continues, double loaded) {
    return looksAhead ? ahead.end(figures, kind, continues, loaded) : Double.NEGATIVE_INFINITY;
  }

  /** Ends a phase of Attend; {@code next} is the one after it. */
  void endAttend(PhaseSpan span, int next) {
    if (looksAhead) {
      ahead.endAttend(span, next);
    }
  }

  /** Ends the phase of Logit whose turn it was. */
  void endLogit(PhaseSpan span) {
    if (looksAhead) {
      int next = line.next(at);
      ahead.endLogit(span, next < 0 ? 0 : line.phase(next));
    }
  }

  /**
   * Tells which loads come next when so many phases of either stage have begun. Once all phases of
   * Logit so far have had theirs of Attend, both come by turns: quiet ones are passed together.
   */
  private void look(int logits, int attends) {
    int l = logits;
    int a = attends;
    int atLogit = logits == phases ? at : next(at);
    int atAttend = at;
    boolean known = true;
    while (known) {
      if (l - a == slots - 1 && a >= phases && atLogit >= 0 && atAttend >= 0) {
        int quiet = line.quiet(atLogit, atAttend);
        if (quiet > 0) {
          known = ahead.pass(2 * quiet);
          l += quiet;
          a += quiet;
          atLogit = next(atLogit + quiet - 1);
          atAttend = next(atAttend + quiet - 1);
        }
      }
      if (l - a < slots) {
        known = known && atLogit >= 0 && ahead.addLogit(line.phase(atLogit));
        atLogit = next(atLogit);
        l++;
      } else if (a < phases) {
        known = ahead.addAttend(phase(a++));
      } else {
        known = atAttend >= 0 && ahead.addAttend(line.phase(atAttend));
        atAttend = next(atAttend);
        a++;
      }
    }
  }

  private int next(int entry) {
    return entry < 0 ? -1 : line.next(entry);
  }
}
