package org.flatsearch.cost.loopnest.phase;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.tile.SharedTiles;

/**
 * What one stage does on each kind of shared tile, for {@code PhaseTimeline}: one core.
 *
 * <p>A kind says which tile of each shared loop it is in, as {@link SharedTiles} numbers them. Two
 * choices of a stage with the same shared tiles have the same kinds, so they can be compared kind
 * by kind.
 */
public final class PhaseFigures {
  /** Kinds of shared tiles. */
  public static final int KINDS = 8;

  /** In {@link #inputLoops} and its like: there are transfers, of the very first phase too. */
  public static final int AT_START = 8;

  /** More slots than any tensor has. */
  public static final int NO_LIMIT = 4;

  /** Whether there are figures. */
  public boolean counted;

  /** The shared tiles that they are of. */
  public final SharedTiles shared = new SharedTiles();

  /** By kind and by what they are of: where {@link PhaseCycles} says. */
  public final double[] cycles = new double[KINDS * PhaseCycles.COUNT];

  /** The shared loops, by position, that change the tile of the input; 0 if it is not loaded. */
  public int inputLoops;

  /** The same of K or V. */
  public int weightLoops;

  /** The same of the output; 0 if it is not stored tile by tile. */
  public int outputLoops;

  /** Which loads the queue does before a phase begins. */
  public final StagePrefetch prefetch = new StagePrefetch();

  /** Slots of the row-side input; {@link #NO_LIMIT} if it is not moved tile by tile. */
  public int slotsOfInput = NO_LIMIT;

  /** The same of K or V. */
  public int slotsOfWeight = NO_LIMIT;

  /** The same of the output. */
  public int slotsOfOutput = NO_LIMIT;

  /** Of statistics that leave the buffer. */
  public boolean oneSlotStatistics;

  /** Makes this equal to {@code other}. */
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

  /** Leaves no figures. */
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
   * Whether no timeline is longer with these figures: the same loads follow each other, each other
   * transfer and each wait of this is one of {@code other}, and none takes longer.
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
   * A figure of full shared tiles, not above that of {@code other} if these {@link
   * #takeNoLongerThan} it.
   */
  public double key(int figure) {
    return counted ? cycles[figure] : Double.NEGATIVE_INFINITY;
  }

  /** Whether there are shared tiles of a kind; of others and of rare ones all figures are 0. */
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

  /** Whether the same loads follow each other in the queue. */
  private boolean hasLoadsOf(PhaseFigures other) {
    return inputLoops == other.inputLoops
        && weightLoops == other.weightLoops
        && prefetch.isLike(other.prefetch);
  }

  /** Whether some load may hold up steps of this stage, which need the channel of the loads. */
  public boolean canBeHeldUp() {
    double after =
        cycles[PhaseCycles.BESIDE_AFTER_LOADS] + cycles[PhaseCycles.LATER_BESIDE_AFTER_LOADS];
    return prefetch.known
        && cycles[PhaseCycles.BESIDE] + cycles[PhaseCycles.LATER_BESIDE] + after > 0;
  }

  /** The work on a phase and what comes between its steps, at least: cycles. */
  public double work(int phase) {
    int at = PhaseCycles.atPhase(phase);
    return cycles[PhaseCycles.WORK + at] + cycles[PhaseCycles.BETWEEN + at];
  }

  /**
   * Stores on the channel of the loads that follow a phase of Attend and precede the next: cycles.
   *
   * @param at where its figures are
   * @param givesWay whether the next one has another output tile
   */
  public double owed(int at, boolean givesWay, boolean dramShared) {
    double statistics =
        dramShared && oneSlotStatistics ? cycles[PhaseCycles.STATISTICS_STORE + at] : 0;
    return givesWay ? cycles[PhaseCycles.OWED + at] + statistics : statistics;
  }

  /** Whether slots are left within a phase that loads of the next may take. */
  public boolean leavesInside() {
    return cycles[PhaseCycles.INPUT_AHEAD + PhaseCycles.SLOT_LEFT]
            + cycles[PhaseCycles.WEIGHT_AHEAD + PhaseCycles.SLOT_LEFT]
        > 0;
  }

  /** Makes this no longer than {@code other} nor than it was. */
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
