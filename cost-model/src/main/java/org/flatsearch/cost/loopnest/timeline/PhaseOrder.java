package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.tile.Figures;

/**
 * Which phases of either stage have been done and which come next, and with them the order of the
 * loads: {@link BlockingLoads} is told of both.
 */
final class PhaseOrder {
  /** Phases of Attend that may be left to do, rounded up to a power of two. */
  static final int RING = 4;

  /** What it makes certain of the loads; only kept up if that matters. */
  final BlockingLoads blocking;

  /** Whether loads that follow in the queue can hold up steps. */
  boolean canBeHeldUp;

  /** Whether that is looked at; where it is not, phases end no later. */
  boolean looksAhead;

  /** Phases of Logit done. */
  int phases;

  private final int[] ring = new int[RING];
  private final PhaseSpan anyTime = new PhaseSpan();
  private final boolean dramShared;
  private PhaseFigures logit;
  private PhaseFigures attend;
  private int logitSlots;

  /** What is played, and where in it the phase of Logit is whose turn it is. */
  private PhaseLine line;

  private int at;

  PhaseOrder(Figures figures) {
    blocking = new BlockingLoads(figures);
    dramShared = figures.dramShared;
  }

  /**
   * Takes up another nest.
   *
   * @param logitSlots slots of the logits; 1 if they go through DRAM
   */
  void use(PhaseFigures logit, PhaseFigures attend, int logitSlots) {
    this.logit = logit;
    this.attend = attend;
    this.logitSlots = logitSlots;
    canBeHeldUp = logit.canBeHeldUp() || attend.canBeHeldUp();
    blocking.use(logit, attend);
  }

  /** Looks at the loads that follow from here on, if it is of use and they matter; or does not. */
  void lookAhead(boolean isOfUse) {
    looksAhead = isOfUse && canBeHeldUp;
  }

  /** {@link BlockingLoads#doneAtMark}, of which nothing is known without looking. */
  int doneAtMark() {
    return looksAhead ? blocking.doneAtMark() : 0;
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

  /** The phase of Logit after the one at hand; −1 if it is not known. */
  int next() {
    int next = looksAhead ? line.next(at) : -1;
    return next < 0 ? -1 : line.phase(next);
  }

  /** Says that the next phase of Logit is the one at {@code at} of {@code line}. */
  void goTo(PhaseLine line, int at) {
    this.line = line;
    this.at = at;
  }

  /** Begins where {@link BlockingLoads#mark} was said. */
  void beginAtMark(PhaseSpan lastLogit, PhaseSpan lastAttend) {
    if (looksAhead) {
      blocking.beginAtMark(lastLogit, lastAttend);
    }
  }

  /** Lets iterations go by, as {@link BlockingLoads#skip} has it. */
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
   * The stores that Attend leaves are requested when it has ended, or complete outputs when the
   * lanes have divided them; before its first step ends, they come before the streams of the second
   * step of Logit.
   *
   * @param next the phase of Attend after that
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

  /** Ends a phase of Attend; {@code next} is the one after it. */
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
   * Goes past a phase of Logit, and the one of Attend before it, whenever that is: what is certain
   * of the order of the loads does not depend on it.
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
