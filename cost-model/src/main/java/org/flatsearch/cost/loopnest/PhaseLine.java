package org.flatsearch.cost.loopnest;

import java.util.Arrays;

/** Phases of Logit one after another, and where iterations of loops between them are left out. */
final class PhaseLine {
  /** Bits of {@link #gaps} for each level. */
  private static final int GAP_BITS = 6;

  /** The bit of a level that says that there is a gap; the others are its context. */
  private static final int GAP = Phase.CONTEXTS;

  private final int[] phases;

  /** By phase: for each level the gap that comes after it, if any. */
  private final int[] gaps;

  /** By phase: how many of Logit from it on are {@linkplain PhaseFigures#isQuiet quiet}. */
  private final int[] quietLogits;

  /** The same of Attend. */
  private final int[] quietAttends;

  /** How many phases there are. */
  int size;

  /** Whether the phases after the last are those at the beginning: an iteration like it follows. */
  private boolean repeats;

  /**
   * @param most how many phases there can be
   */
  PhaseLine(int most) {
    phases = new int[most];
    gaps = new int[most];
    quietLogits = new int[most];
    quietAttends = new int[most];
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

  /** Says that all phases have been added, and which of them load. */
  void describe(PhaseFigures logit, PhaseFigures attend) {
    int logits = 0;
    int attends = 0;
    for (int at = size - 1; at >= 0; at--) {
      logits = logit.isQuiet(phases[at]) ? logits + 1 : 0;
      attends = attend.isQuiet(phases[at]) ? attends + 1 : 0;
      quietLogits[at] = logits;
      quietAttends[at] = attends;
    }
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

  /** How many phases of Logit from {@code logit} and of Attend from {@code attend} on are quiet. */
  int quiet(int logit, int attend) {
    return Math.min(quietLogits[logit], quietAttends[attend]);
  }
}
