package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.PhaseFigures;
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
   * @param kind where those of that phase are
   */
  double lastReload(double[] cycles, int kind) {
    double stored = keysAreInnermost ? ofOutput : keysAreAroundPairs ? ofEarlierOutput : NEVER;
    double inLastSlot = cycles[PhaseFigures.LAST_SLOT_RELOAD + kind];
    double reload = stored + cycles[PhaseFigures.LAST_RELOAD + kind];
    return inLastSlot > 0 ? Math.max(reload, ofOutput + inLastSlot) : reload;
  }

  /**
   * When the last output tile of a phase of Attend has been worked on, which waits for those that
   * had its slot before, for the stores of others and for the divisions before them.
   *
   * @param cycles figures of Attend
   * @param kind where those of the phase are
   * @param ready when the phase begins
   * @param first when its first output tile is complete
   * @param divided when the lanes are done with earlier outputs
   */
  double lastTile(
      double[] cycles,
      int kind,
      double ready,
      double first,
      boolean continues,
      boolean completes,
      double divided) {
    double end = NEVER;
    double inLastSlot = cycles[PhaseFigures.LAST_SLOT_WORK + kind];
    if (inLastSlot > 0) {
      inLastSlot += continues ? cycles[PhaseFigures.LAST_SLOT_RELOAD + kind] : 0;
      end = ofOutput + inLastSlot;
    }
    double turns = cycles[PhaseFigures.TURNS + kind];
    if (turns > 0) {
      turns += continues ? cycles[PhaseFigures.TURN_RELOADS + kind] : 0;
      turns += completes ? cycles[PhaseFigures.TURN_DIVISIONS + kind] : 0;
      end = Math.max(end, ready + turns);
    }
    double divisions = cycles[PhaseFigures.SLOT_DIVISIONS + kind];
    if (completes && divisions > 0) {
      end = Math.max(end, Math.max(divided, first) + divisions);
    }
    double stored = cycles[PhaseFigures.SLOT_STORES + kind];
    if (stored > 0) {
      end = Math.max(end, Math.max(free(completes), first) + stored);
    }
    return end;
  }

  /**
   * The stores of a phase that continues or begins sums: those, then statistics.
   *
   * @param begun when the array is done with its first output tile
   * @param first the store of that tile: cycles
   * @param worked when the array is done with it
   * @param last the store of its last output tile; 0 if that stays
   * @param all all of its stores
   * @param ofRows that of statistics; 0 if they stay
   */
  void sums(double begun, double first, double worked, double last, double all, double ofRows) {
    ofEarlierSums = ofFirstSums;
    ofEarlierOutput = ofOutput;
    ofFirstSums = Math.max(sums, begun) + first;
    if (last > 0) {
      sums = Math.max(Math.max(sums, begun) + all, worked + last);
      ofOutput = sums;
    }
    statistics(worked, ofRows);
  }

  /**
   * The stores of a phase that completes outputs: statistics, then those.
   *
   * @param begun when the array is done with its first output tile
   * @param worked when it is done with the last
   * @param divided when the lanes are done with its outputs
   * @param complete those of its stores that are of complete outputs
   */
  void complete(
      double begun,
      double worked,
      double ofRows,
      double divided,
      double last,
      double all,
      double complete) {
    double stored = Math.max(Math.max(sums, begun) + all, Math.max(end(), begun) + complete);
    statistics(worked, ofRows);
    if (last > 0) {
      this.complete = Math.max(stored, Math.max(sums, divided) + last);
      ofOutput = this.complete;
    }
  }

  private void statistics(double worked, double ofRows) {
    if (ofRows > 0) {
      sums = Math.max(sums, worked) + ofRows;
      ofStatistics = sums;
    }
  }
}
