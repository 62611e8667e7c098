package org.flatsearch.cost.loopnest.timeline;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;

/** Phases of Logit one after another, and where iterations of loops between them are left out. */
final class PhaseLine {
  /** Bits of {@link #gaps} for each level. */
  private static final int GAP_BITS = 6;

  /** The bit of a level that says that there is a gap; the others are its context. */
  private static final int GAP = Phase.CONTEXTS;

  private final int[] phases;

  /** By phase: for each level the gap that comes after it, if any. */
  private final int[] gaps;

  /** The loads of these phases. */
  final LoadQueue queue;

  /** How many phases there are. */
  int size;

  /** Whether the phases after the last are those at the beginning: an iteration like it follows. */
  boolean repeats;

  /**
   * @param most how many phases there can be
   */
  PhaseLine(int most) {
    phases = new int[most];
    gaps = new int[most];
    queue = new LoadQueue(most);
  }

  /** Begins anew. */
  void clear(boolean repeats) {
    Arrays.fill(gaps, 0, size, 0);
    size = 0;
    this.repeats = repeats;
  }

  void add(int phase) {
    phases[size++] = phase;
  }

  /** Says that iterations are left out here, of the loop of {@code level} in such a context. */
  void addGap(int level, int context) {
    gaps[size - 1] |= (GAP | context) << level * GAP_BITS;
  }

  /** Says that all phases have been added, and finds the order of their loads. */
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

  /** Where the phase after that at {@code at} is; −1 if it is not known. */
  int next(int at) {
    return at + 1 < size ? at + 1 : repeats ? 0 : -1;
  }

  /** Where the phase of Attend is that precedes the one of Logit at {@code at}; −1 if none does. */
  int attendBefore(int at, int logitSlots) {
    int before = at - logitSlots;
    while (repeats && before < 0) {
      before += size;
    }
    return Math.max(-1, before);
  }
}
