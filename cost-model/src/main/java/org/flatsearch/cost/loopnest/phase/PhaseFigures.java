package org.flatsearch.cost.loopnest.phase;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.tile.SharedTiles;

/**
 * What one stage does on each kind of shared tile, for {@code PhaseTimeline}: the work of one core.
 *
 * <p>{@link SharedTiles} numbers the kinds. Two choices of a stage with the same shared tiles have
 * the same kinds, so that they can be compared kind by kind.
 */
public final class PhaseFigures {
  /** The number of kinds of shared tiles. */
  public static final int KINDS = 8;

  /**
   * The bit in {@link #inputLoops}, {@link #weightLoops} and {@link #outputLoops} that says that
   * there are transfers, which the very first phase has too.
   */
  public static final int AT_START = 8;

  /** More slots than any tensor has. */
  public static final int NO_LIMIT = 4;

  /** Whether there are figures. */
  public boolean counted;

  /** The shared tiles that the figures are of. */
  public final SharedTiles shared = new SharedTiles();

  /** All figures, by kind and by what {@link PhaseCycles} lists. */
  public final double[] cycles = new double[KINDS * PhaseCycles.COUNT];

  /**
   * The set of shared loops, by position, that change the tile of the input; 0 if it is not loaded.
   */
  public int inputLoops;

  /** The set of shared loops that change the tile of K or V. */
  public int weightLoops;

  /**
   * The set of shared loops that change the tile of the output; 0 if it is not stored tile by tile.
   */
  public int outputLoops;

  /** Which loads the queue serves before a phase begins. */
  public final StagePrefetch prefetch = new StagePrefetch();

  /** Slots of the row-side input; {@link #NO_LIMIT} if it is not moved tile by tile. */
  public int slotsOfInput = NO_LIMIT;

  /** Slots of K or V. */
  public int slotsOfWeight = NO_LIMIT;

  /** Slots of the output. */
  public int slotsOfOutput = NO_LIMIT;

  /** Whether statistics leave the buffer and have one slot. */
  public boolean oneSlotStatistics;

  /** Sets all figures to those of {@code other}. */
  public void set(PhaseFigures other) {
    clear();
    if (!other.counted) {
      return;
    }
    counted = true;
    shared.set(other.shared);
    for (int kind = 0; kind < KINDS; kind++) {
      if (other.has(kind)) {
        System.arraycopy(
            other.cycles,
            PhaseCycles.atKind(kind),
            cycles,
            PhaseCycles.atKind(kind),
            PhaseCycles.COUNT);
      }
    }
    inputLoops = other.inputLoops;
    weightLoops = other.weightLoops;
    outputLoops = other.outputLoops;
    prefetch.set(other.prefetch);
    slotsOfInput = other.slotsOfInput;
    slotsOfWeight = other.slotsOfWeight;
    oneSlotStatistics = other.oneSlotStatistics;
    slotsOfOutput = other.slotsOfOutput;
  }

  /** Removes all figures. */
  public void clear() {
    if (!counted) {
      return;
    }
    counted = false;
    for (int kind = 0; kind < KINDS; kind++) {
      if (has(kind)) {
        Arrays.fill(
            cycles, PhaseCycles.atKind(kind), PhaseCycles.atKind(kind) + PhaseCycles.COUNT, 0);
      }
    }
    inputLoops = 0;
    weightLoops = 0;
    outputLoops = 0;
    prefetch.clear();
    slotsOfInput = NO_LIMIT;
    slotsOfWeight = NO_LIMIT;
    oneSlotStatistics = false;
    slotsOfOutput = NO_LIMIT;
  }

  /**
   * Whether no timeline is longer with these figures than with {@code other}: the same loads follow
   * each other, {@code other} has every other transfer and every wait that this has, and none of
   * these takes longer than in {@code other}.
   */
  public boolean takeNoLongerThan(PhaseFigures other) {
    if (!counted) {
      return true;
    }
    boolean fewer =
        other.counted
            && hasLoadsOf(other)
            && (outputLoops & ~other.outputLoops) == 0
            && slotsOfInput >= other.slotsOfInput
            && slotsOfWeight >= other.slotsOfWeight
            && (!oneSlotStatistics || other.oneSlotStatistics)
            && slotsOfOutput >= other.slotsOfOutput;
    for (int kind = 0; fewer && kind < KINDS; kind++) {
      fewer = !has(kind) || hasNoneLonger(other, PhaseCycles.atKind(kind));
    }
    return fewer;
  }

  private boolean hasNoneLonger(PhaseFigures other, int at) {
    for (int k = at; k < at + PhaseCycles.COUNT; k++) {
      if (cycles[k] > other.cycles[k]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A figure of full shared tiles that is not above that of {@code other} if these {@link
   * #takeNoLongerThan} it.
   */
  public double key(int figure) {
    return counted ? cycles[figure] : Double.NEGATIVE_INFINITY;
  }

  /**
   * Whether there are shared tiles of a kind. All figures of other kinds, and of rare ones, are 0.
   */
  public boolean has(int kind) {
    return (kind & ~shared.ragged) == 0;
  }

  /**
   * Makes this a bound over choices with fewer slots: their loads may follow each other in another
   * order, and fewer of their stores may remain when a phase ends.
   */
  public void forgetOrder() {
    prefetch.clear();
    for (int kind = 0; kind < KINDS; kind++) {
      cycles[PhaseCycles.atKind(kind) + PhaseCycles.OWED] = 0;
    }
  }

  /** Whether the same loads follow each other in the queue as with {@code other}. */
  private boolean hasLoadsOf(PhaseFigures other) {
    return inputLoops == other.inputLoops
        && weightLoops == other.weightLoops
        && prefetch.isLike(other.prefetch);
  }

  /**
   * Whether loads for other phases may hold up steps of this stage, which need the channel of the
   * loads.
   */
  public boolean canBeHeldUp() {
    double after =
        cycles[PhaseCycles.INTERLEAVED_AFTER_LOADS]
            + cycles[PhaseCycles.LATER_INTERLEAVED_AFTER_LOADS];
    return prefetch.known
        && cycles[PhaseCycles.INTERLEAVED] + cycles[PhaseCycles.LATER_INTERLEAVED] + after > 0;
  }

  /** The work of a phase and what the array waits for between its steps, at least: cycles. */
  public double work(int phase) {
    int at = PhaseCycles.atPhase(phase);
    return cycles[PhaseCycles.WORK + at] + cycles[PhaseCycles.BETWEEN + at];
  }

  /**
   * Stores on the channel of the loads that follow a phase of Attend and precede the end of the
   * next: cycles.
   *
   * @param at where the figures of the phase begin
   * @param givesWay whether the next phase has another output tile
   */
  public double owed(int at, boolean givesWay, boolean dramShared) {
    double statistics =
        dramShared && oneSlotStatistics ? cycles[PhaseCycles.STATISTICS_STORE + at] : 0;
    return givesWay ? cycles[PhaseCycles.OWED + at] + statistics : statistics;
  }

  /** Whether slots are left within a phase that loads for the next may take. */
  public boolean leavesInside() {
    return cycles[PhaseCycles.INPUT_AHEAD + PhaseCycles.SLOT_LEFT]
            + cycles[PhaseCycles.WEIGHT_AHEAD + PhaseCycles.SLOT_LEFT]
        > 0;
  }

  /** Lowers these figures to those of {@code other} where that makes timelines shorter. */
  public void lowerTo(PhaseFigures other) {
    if (!counted || !other.counted) {
      clear();
      return;
    }
    for (int kind = 0; kind < KINDS; kind++) {
      if (has(kind)) {
        for (int k = PhaseCycles.atKind(kind);
            k < PhaseCycles.atKind(kind) + PhaseCycles.COUNT;
            k++) {
          cycles[k] = Math.min(cycles[k], other.cycles[k]);
        }
      }
    }
    if (!hasLoadsOf(other)) {
      prefetch.clear();
    }
    inputLoops &= other.inputLoops;
    weightLoops &= other.weightLoops;
    outputLoops &= other.outputLoops;
    slotsOfInput = Math.max(slotsOfInput, other.slotsOfInput);
    slotsOfWeight = Math.max(slotsOfWeight, other.slotsOfWeight);
    oneSlotStatistics &= other.oneSlotStatistics;
    slotsOfOutput = Math.max(slotsOfOutput, other.slotsOfOutput);
  }
}
