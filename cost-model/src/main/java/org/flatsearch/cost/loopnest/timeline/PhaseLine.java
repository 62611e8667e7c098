package org.flatsearch.cost.loopnest.timeline;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;

/** Phases of Logit in order, and the gaps between them where iterations of loops are left out. */
final class PhaseLine {
  /** The number of bits of {@link #gaps} for each level. */
  private static final int GAP_BITS = 6;

  /** The bit of a level that says that there is a gap; the bits below are its context. */
  private static final int GAP = Phase.CONTEXTS;

  private final int[] phases;

  /** The gaps after each phase, one for each level at most. */
  private final int[] gaps;

  /** The loads of the phases. */
  final LoadQueue queue;

  /** The number of phases. */
  int size;

  /** Whether the phases at the beginning follow the last: the line is an iteration that repeats. */
  boolean repeats;

  /**
   * Creates a line.
   *
   * @param most the most phases that it can have
   */
  PhaseLine(int most) {
    phases = new int[most];
    gaps = new int[most];
    queue = new LoadQueue(most);
  }

  /** Removes all phases. */
  void clear(boolean repeats) {
    Arrays.fill(gaps, 0, size, 0);
    size = 0;
    this.repeats = repeats;
  }

  void add(int phase) {
    phases[size++] = phase;
  }

  /** Leaves out iterations here of the loop of {@code level}, in a context. */
  void addGap(int level, int context) {
    gaps[size - 1] |= (GAP | context) << level * GAP_BITS;
  }

  /** Finds the order of the loads, once all phases have been added. */
  void describe(PhaseFigures logit, PhaseFigures attend, int logitSlots) {
    queue.describe(this, logit, attend, logitSlots);
  }

  /** Whether any iterations are left out after the phase at {@code at}. */
  boolean hasGap(int at) {
    return gaps[at] != 0;
  }

  /** Whether iterations of the loop of {@code level} are left out after the phase at {@code at}. */
  boolean hasGap(int at, int level) {
    return (gaps[at] >> level * GAP_BITS & GAP) != 0;
  }

  int contextOfGap(int at, int level) {
    return gaps[at] >> level * GAP_BITS & GAP - 1;
  }

  int phase(int at) {
    return phases[at];
  }

  /** The place of the phase after that at {@code at}; −1 if it is not known. */
  int next(int at) {
    return at + 1 < size ? at + 1 : repeats ? 0 : -1;
  }

  /**
   * The place of the phase of Attend that precedes the phase of Logit at {@code at}; −1 if none
   * does.
   */
  int attendBefore(int at, int logitSlots) {
    int before = at - logitSlots;
    while (repeats && before < 0) {
      before += size;
    }
    return Math.max(-1, before);
  }
}
