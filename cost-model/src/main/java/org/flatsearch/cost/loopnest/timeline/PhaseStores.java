package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.tile.SharedTiles;

/**
 * When what Attend gives has been stored, phase by phase, at least: cycles.
 *
 * <p>The write channel serves in the order of request. Partial sums and statistics ask when the
 * array is done with a phase; complete outputs later, when the lanes have divided them. So what
 * asks at the end of array work follows all that did so before, and a complete output follows all
 * others of its phase and of those before; but sums need not follow a complete output of an earlier
 * phase, which may still be with the lanes.
 */
final class PhaseStores {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** The end of all stores of partial sums and statistics. */
  private double sums;

  /** The end of all stores of complete outputs. */
  private double complete;

  /** The end of the last store of the output. */
  double ofOutput;

  /** The same in the phase before. */
  double ofEarlierOutput;

  /** The end of the first store of partial sums in the last phase that has any. */
  double ofFirstSums;

  /** The same in the phase before. */
  double ofEarlierSums;

  /** The end of the last store of statistics. */
  double ofStatistics;

  private boolean keysAreInnermost;
  private boolean keysAreAroundPairs;

  /** Takes up another nest. */
  void use(SharedTiles shared) {
    keysAreInnermost = shared.keysAreInnermost();
    keysAreAroundPairs = shared.keysAreAroundPairs();
  }

  void reset(double time) {
    sums = time;
    complete = time;
    ofOutput = time;
    ofFirstSums = time;
    ofEarlierOutput = time;
    ofEarlierSums = time;
    ofStatistics = time;
  }

  /** Begins at the end of the last store of the output, at time 0. */
  void beginAtStored() {
    complete = 0;
    ofOutput = 0;
  }

  /** Lets time go by until the last output has been stored. */
  void skipTo(double stored) {
    complete = Math.max(complete, stored);
    ofOutput = Math.max(ofOutput, stored);
  }

  double end() {
    return Math.max(sums, complete);
  }

  /** When the first store of a phase could be served if it asked for that at once. */
  double free(boolean isComplete) {
    return isComplete ? end() : sums;
  }

  /** When the first sums are stored that the next phase continues, if that is known. */
  double firstSums() {
    return keysAreInnermost ? ofFirstSums : keysAreAroundPairs ? ofEarlierSums : NEVER;
  }

  /**
   * When the last sums are loaded that the next phase continues: they have been stored, and so has
   * the output whose slot they take.
   *
   * @param cycles figures of Attend
   * @param at where those of that phase are
   */
  double lastReload(double[] cycles, int at) {
    double stored = keysAreInnermost ? ofOutput : keysAreAroundPairs ? ofEarlierOutput : NEVER;
    double inLastSlot = cycles[PhaseCycles.LAST_SLOT_RELOAD + at];
    double reload = stored + cycles[PhaseCycles.LAST_RELOAD + at];
    return inLastSlot > 0 ? Math.max(reload, ofOutput + inLastSlot) : reload;
  }

  /**
   * When the last output tile of a phase of Attend has been worked on, which waits for those that
   * had its slot before, for the stores of others and for the divisions before them.
   *
   * @param cycles figures of Attend
   * @param at where those of the phase are
   * @param ready when the phase begins
   * @param first when its first output tile is complete
   * @param divided when the lanes are done with earlier outputs
   */
  double lastTile(
      double[] cycles,
      int at,
      double ready,
      double first,
      boolean continues,
      boolean completes,
      double divided) {
    double end = NEVER;
    if (cycles[PhaseCycles.STORES + at] == 0) {
      // Its output tile changes between phases only.
      return end;
    }
    double inLastSlot = cycles[PhaseCycles.LAST_SLOT_WORK + at];
    if (inLastSlot > 0) {
      inLastSlot += continues ? cycles[PhaseCycles.LAST_SLOT_RELOAD + at] : 0;
      end = ofOutput + inLastSlot;
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
    double stored = cycles[PhaseCycles.SLOT_STORES + at];
    if (stored > 0) {
      end = Math.max(end, Math.max(free(completes), first) + stored);
    }
    return end;
  }

  /**
   * What leaves in a phase of Attend is divided, if it is complete, and stored.
   *
   * @param cycles figures of Attend
   * @param at where those of the phase are
   * @param begun when the array is done with its first output tile
   * @param worked when it is done with the last
   * @param givesWay whether the next phase has another output tile than the last one of this
   */
  void leave(
      double[] cycles,
      int at,
      double begun,
      double worked,
      boolean givesWay,
      boolean completes,
      PhaseLanes lanes) {
    double last = givesWay ? cycles[PhaseCycles.STORE + at] : 0;
    if (completes) {
      double divisions = cycles[PhaseCycles.DIVISIONS + at];
      if (last > 0 || divisions > 0) {
        double division = givesWay ? cycles[PhaseCycles.DIVISION + at] : 0;
        lanes.divide(begun, divisions, worked, division);
      }
      complete(cycles, at, begun, worked, lanes.end, last);
    } else {
      sums(cycles, at, begun, worked, last);
    }
  }

  /** Sums that begin or go on: they are stored, then statistics. */
  private void sums(double[] cycles, int at, double begun, double worked, double last) {
    ofEarlierSums = ofFirstSums;
    ofEarlierOutput = ofOutput;
    double asked = Math.max(sums, begun);
    ofFirstSums = asked + cycles[PhaseCycles.FIRST_STORE + at];
    if (last > 0) {
      double all = Math.max(last, cycles[PhaseCycles.STORES + at]);
      sums = Math.max(asked + all, worked + last);
      ofOutput = sums;
    }
    statistics(worked, cycles[PhaseCycles.STATISTICS_STORE + at]);
  }

  /** Complete outputs: statistics are stored, then those when they are {@code divided}. */
  private void complete(
      double[] cycles, int at, double begun, double worked, double divided, double last) {
    double stored = NEVER;
    if (last > 0) {
      double all = Math.max(last, cycles[PhaseCycles.STORES + at]);
      double ofComplete = Math.max(last, cycles[PhaseCycles.COMPLETE_STORES + at]);
      stored = Math.max(Math.max(sums, begun) + all, Math.max(end(), begun) + ofComplete);
    }
    statistics(worked, cycles[PhaseCycles.STATISTICS_STORE + at]);
    if (last > 0) {
      complete = Math.max(stored, Math.max(sums, divided) + last);
      ofOutput = complete;
    }
  }

  private void statistics(double worked, double ofRows) {
    if (ofRows > 0) {
      sums = Math.max(sums, worked) + ofRows;
      ofStatistics = sums;
    }
  }
}
