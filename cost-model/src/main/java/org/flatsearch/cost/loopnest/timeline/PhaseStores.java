package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;

/**
 * When what Attend produces has been stored, phase by phase, at least: cycles.
 *
 * <p>The write channel serves in the order of request. Partial sums and statistics are requested
 * when the array has finished a phase; complete outputs later, when the lanes have divided them. So
 * what is requested at the end of array work follows everything requested at earlier ends of array
 * work. A complete output also follows everything else of its phase and of those before. But sums
 * need not follow a complete output of an earlier phase, which may still be with the lanes.
 */
final class PhaseStores {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** The end of all stores of partial sums and statistics. */
  private double sums;

  /** The end of all stores of complete outputs. */
  private double complete;

  /** The end of the last store of the output. */
  double outputStored;

  /** {@link #outputStored} of the phase before. */
  private double earlierOutputStored;

  /** The end of the first store of partial sums in the last phase that has any. */
  private double firstSumsStored;

  /** {@link #firstSumsStored} of the phase before. */
  private double earlierSumsStored;

  /** The end of the last store of statistics. */
  double statisticsStored;

  private boolean keysAreInnermost;
  private boolean keysAreAroundPairs;
  private PhaseFigures attend;
  private double[] cycles;

  // Of the phase of Attend at hand:

  /** Where its figures begin. */
  private int at;

  /** Whether it continues sums that an earlier phase began. */
  boolean continues;

  /** Whether it completes its outputs. */
  boolean completes;

  /** Whether the next phase begins with another output tile than this one ends with. */
  boolean givesWay;

  /** Begins another nest. */
  void use(PhaseFigures attend) {
    this.attend = attend;
    cycles = attend.cycles;
    keysAreInnermost = attend.shared.keysAreInnermost();
    keysAreAroundPairs = attend.shared.keysAreAroundPairs();
  }

  /**
   * Begins a phase of Attend.
   *
   * @param next the next phase of Attend
   */
  void begin(int phase, int next) {
    at = PhaseCycles.atPhase(phase);
    continues = (phase & Phase.FIRST_KEYS) == 0;
    completes = (phase & Phase.LAST_KEYS) != 0;
    givesWay = Phase.advances(next, attend.outputLoops);
  }

  void reset(double time) {
    sums = time;
    complete = time;
    outputStored = time;
    firstSumsStored = time;
    earlierOutputStored = time;
    earlierSumsStored = time;
    statisticsStored = time;
  }

  /** Begins at the end of the last store of the output, at time 0. */
  void beginAtStored() {
    complete = 0;
    outputStored = 0;
  }

  /** Skips time until the last output has been stored. */
  void skipTo(double stored) {
    complete = Math.max(complete, stored);
    outputStored = Math.max(outputStored, stored);
  }

  double end() {
    return Math.max(sums, complete);
  }

  /** When the first sums that the phase at hand continues have been stored, if that is known. */
  double firstSums() {
    return keysAreInnermost ? firstSumsStored : keysAreAroundPairs ? earlierSumsStored : NEVER;
  }

  /**
   * When the last sums that the phase at hand continues have been loaded. Before, they have been
   * stored, and so has the output whose slot they take.
   */
  double lastReload() {
    double stored =
        keysAreInnermost ? outputStored : keysAreAroundPairs ? earlierOutputStored : NEVER;
    double inLastSlot = cycles[PhaseCycles.LAST_SLOT_RELOAD + at];
    double reload = stored + cycles[PhaseCycles.LAST_RELOAD + at];
    return inLastSlot > 0 ? Math.max(reload, outputStored + inLastSlot) : reload;
  }

  /**
   * When the last output tile of the phase at hand has been worked on. It waits for the tiles that
   * had its slot before, for their stores, and for the divisions before these.
   *
   * @param ready when the phase begins
   * @param first when its first output tile is complete
   * @param divided when the lanes have finished earlier outputs
   */
  double lastTile(double ready, double first, double divided) {
    double end = NEVER;
    if (cycles[PhaseCycles.STORES + at] == 0) {
      // Its output tile changes between phases only.
      return end;
    }
    double inLastSlot = cycles[PhaseCycles.LAST_SLOT_WORK + at];
    if (inLastSlot > 0) {
      inLastSlot += continues ? cycles[PhaseCycles.LAST_SLOT_RELOAD + at] : 0;
      end = outputStored + inLastSlot;
    }
    double turns = cycles[PhaseCycles.TURNS + at];
    if (turns > 0) {
      turns += continues ? cycles[PhaseCycles.TURN_RELOADS + at] : 0;
      turns += completes ? cycles[PhaseCycles.TURN_DIVISIONS + at] : 0;
      end = Math.max(end, ready + turns);
    }
    double divisions = cycles[PhaseCycles.SLOT_DIVISIONS + at];
    if (completes && divisions > 0) {
      end = Math.max(end, Math.max(divided, first) + divisions);
    }
    return end;
  }

  /**
   * Divides what leaves in the phase at hand, if it is complete, and stores it.
   *
   * @param begun when the array has finished its first output tile
   * @param worked when it has finished the last
   */
  void leave(double begun, double worked, PhaseLanes lanes) {
    double last = givesWay ? cycles[PhaseCycles.STORE + at] : 0;
    if (completes) {
      double divisions = cycles[PhaseCycles.DIVISIONS + at];
      if (last > 0 || divisions > 0) {
        double division = givesWay ? cycles[PhaseCycles.DIVISION + at] : 0;
        lanes.divide(begun, divisions, worked, division);
      }
      complete(begun, worked, lanes.end, last);
    } else {
      sums(begun, worked, last);
    }
  }

  /** Stores sums that begin or go on, then statistics. */
  private void sums(double begun, double worked, double last) {
    earlierSumsStored = firstSumsStored;
    earlierOutputStored = outputStored;
    double asked = Math.max(sums, begun);
    firstSumsStored = asked + cycles[PhaseCycles.FIRST_STORE + at];
    if (last > 0) {
      double all = Math.max(last, cycles[PhaseCycles.STORES + at]);
      sums = Math.max(asked + all, worked + last);
      outputStored = sums;
    }
    statistics(worked, cycles[PhaseCycles.STATISTICS_STORE + at]);
  }

  /** Stores statistics, then complete outputs when they are {@code divided}. */
  private void complete(double begun, double worked, double divided, double last) {
    double stored = NEVER;
    if (last > 0) {
      double all = Math.max(last, cycles[PhaseCycles.STORES + at]);
      double ofComplete = Math.max(last, cycles[PhaseCycles.COMPLETE_STORES + at]);
      stored = Math.max(Math.max(sums, begun) + all, Math.max(end(), begun) + ofComplete);
    }
    statistics(worked, cycles[PhaseCycles.STATISTICS_STORE + at]);
    if (last > 0) {
      complete = Math.max(stored, Math.max(sums, divided) + last);
      outputStored = complete;
    }
  }

  private void statistics(double worked, double ofRows) {
    if (ofRows > 0) {
      sums = Math.max(sums, worked) + ofRows;
      statisticsStored = sums;
    }
  }
}
