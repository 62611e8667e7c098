package org.flatsearch.cost.loopnest;

/** Phases of Logit one after another, and where iterations of loops between them are left out. */
final class PhaseLine {
  private final int[] entries;

  /** Phases and gaps. */
  int size;

  /** Whether the phases after the last are those at the beginning: an iteration like it follows. */
  boolean repeats;

  /**
   * @param most how many entries there can be
   */
  PhaseLine(int most) {
    entries = new int[most];
  }

  /** Begins anew. */
  void clear(boolean repeats) {
    size = 0;
    this.repeats = repeats;
  }

  void add(int phase) {
    entries[size++] = phase;
  }

  /** Says that iterations are left out here, of the loop of {@code level} in such a context. */
  void addGap(int level, int context) {
    entries[size++] = -1 - level * Phase.CONTEXTS - context;
  }

  boolean isGap(int at) {
    return entries[at] < 0;
  }

  int levelOfGap(int at) {
    return (-1 - entries[at]) / Phase.CONTEXTS;
  }

  int contextOfGap(int at) {
    return (-1 - entries[at]) % Phase.CONTEXTS;
  }

  int phase(int at) {
    return entries[at];
  }

  /** Where the phase after that at {@code at} is; −1 if it is not known. */
  int next(int at) {
    int entry = at + 1;
    while (entry < size && isGap(entry)) {
      entry++;
    }
    if (entry < size) {
      return entry;
    }
    return repeats ? next(-1) : -1;
  }
}
