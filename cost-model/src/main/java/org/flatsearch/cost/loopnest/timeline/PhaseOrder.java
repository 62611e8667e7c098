package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.tile.Figures;

/**
 * Which phases of either stage are over and which come next. From that follows the order of the
 * loads; {@link BlockingLoads} is kept informed of it.
 */
final class PhaseOrder {
  /** The most phases of Attend that can be left to do, rounded up to a power of two. */
  static final int RING = 4;

  /**
   * What the order of the phases makes certain about the loads; only kept up to date if that
   * matters.
   */
  final BlockingLoads blocking;

  /**
   * Whether loads that follow in the queue can hold up steps. If the order of the loads of a stage
   * is not known, as in bounds over several choices, then no loads are looked at, not even those of
   * the other stage: it depends on both orders how many iterations are played rather than skipped,
   * so that with less known, iterations that look ahead could stand for more that do not, and a
   * bound could exceed what it bounds.
   */
  boolean canBeHeldUp;

  /** Whether these loads are looked at. If not, phases seem to end no later. */
  boolean looksAhead;

  /** The number of phases of Logit that are over. */
  int phases;

  private final int[] ring = new int[RING];
  private final PhaseSpan anyTime = new PhaseSpan();
  private final boolean dramShared;
  private PhaseFigures logit;
  private PhaseFigures attend;
  private int logitSlots;

  /** The line that is being played. */
  private PhaseLine line;

  /** The place in the line of the phase of Logit whose turn it is. */
  private int at;

  PhaseOrder(Figures figures) {
    blocking = new BlockingLoads(figures);
    dramShared = figures.dramShared;
  }

  /**
   * Begins another nest.
   *
   * @param logitSlots slots of the logits; 1 if they go through DRAM
   */
  void use(PhaseFigures logit, PhaseFigures attend, int logitSlots) {
    this.logit = logit;
    this.attend = attend;
    this.logitSlots = logitSlots;
    boolean known = logit.prefetch.known && attend.prefetch.known;
    canBeHeldUp = known && (logit.canBeHeldUp() || attend.canBeHeldUp());
    blocking.use(logit, attend);
  }

  /**
   * Sets whether to look at the loads that follow from here on: if that is of use, and they matter.
   */
  void lookAhead(boolean isOfUse) {
    looksAhead = isOfUse && canBeHeldUp;
  }

  /** {@link BlockingLoads#doneAtMark}; 0 if loads are not looked at. */
  int doneAtMark() {
    return looksAhead ? blocking.doneAtMark() : 0;
  }

  /** Adds a phase of Logit to those that are over. */
  void remember(int phase) {
    ring[phases++ & RING - 1] = phase;
  }

  /** One of the last few phases. */
  int phase(int number) {
    return ring[number & RING - 1];
  }

  /** The last phase of Logit. */
  int last() {
    return phase(phases - 1);
  }

  /** The phase of Logit after the one at hand; −1 if it is not known. */
  int next() {
    int next = looksAhead ? line.next(at) : -1;
    return next < 0 ? -1 : line.phase(next);
  }

  /** Sets which phase of Logit is next: the one at {@code at} of {@code line}. */
  void goTo(PhaseLine line, int at) {
    this.line = line;
    this.at = at;
  }

  /** Goes back to the mark of {@link BlockingLoads#mark}. */
  void beginAtMark(PhaseSpan lastLogit, PhaseSpan lastAttend) {
    if (looksAhead) {
      blocking.beginAtMark(lastLogit, lastAttend);
    }
  }

  /** Skips iterations, as {@link BlockingLoads#skip} does. */
  void skip(double time, int doneAhead, PhaseSpan lastLogit, PhaseSpan lastAttend) {
    if (looksAhead) {
      blocking.skip(time, doneAhead, lastLogit, lastAttend);
    }
  }

  /** Begins a phase of Attend. */
  void beginAttend(int phase) {
    if (looksAhead) {
      blocking.beginAttend(line.queue, LoadQueue.turnOfAttend(at), phase);
    }
  }

  /** Begins the phase of Logit whose turn it is. */
  void beginLogit() {
    if (looksAhead) {
      blocking.beginLogit(line.queue, LoadQueue.turnOfLogit(at), line.phase(at));
    }
  }

  /**
   * Looks at the stores that a phase of Attend leaves. They are requested when it has ended or, for
   * complete outputs, when the lanes have divided them. If that is before the first step of the
   * next phase, of Logit, has ended, they precede the streams of that phase's second step.
   *
   * @param next the next phase of Attend
   */
  void lookAtStores(PhaseSpan done, int next, PhaseSoftmax softmax) {
    if (!looksAhead || !dramShared) {
      return;
    }
    int ofDone = PhaseCycles.atPhase(done.phase);
    double stores = attend.cycles[PhaseCycles.STATISTICS_STORE + ofDone];
    if (Phase.advances(next, attend.outputLoops)) {
      int ofNext = PhaseCycles.atPhase(line.phase(at));
      boolean areSums = (done.phase & Phase.LAST_KEYS) == 0;
      boolean inTime =
          areSums || softmax.dividesWithin(logit.cycles[PhaseCycles.FIRST_STEP + ofNext]);
      stores += inTime ? attend.cycles[PhaseCycles.STORE + ofDone] : 0;
    }
    if (stores > 0) {
      blocking.addStores(done.ended, stores);
    }
  }

  /**
   * Ends a phase of Attend.
   *
   * @param next the next phase of Attend
   */
  void endAttend(PhaseSpan span, int next) {
    if (looksAhead) {
      blocking.endAttend(span, next);
    }
  }

  /** Ends the phase of Logit whose turn it was. */
  void endLogit(PhaseSpan span) {
    if (looksAhead) {
      int next = line.next(at);
      blocking.endLogit(span, next < 0 ? 0 : line.phase(next));
    }
  }

  /**
   * Goes past a phase of Logit and the phase of Attend before it without knowing when they are:
   * what is certain of the order of the loads does not depend on it.
   */
  void pass(PhaseLine line, int at) {
    goTo(line, at);
    if (phases >= logitSlots) {
      int number = phases - logitSlots;
      beginAttend(phase(number));
      blocking.end(0);
      endAttend(anyTime, logitSlots == 1 ? line.phase(at) : phase(number + 1));
    }
    beginLogit();
    blocking.end(0);
    endLogit(anyTime);
    remember(line.phase(at));
  }
}
