package org.flatsearch.cost.loopnest.timeline;

/** Loads that follow each other in the queue, all of which have slots. */
final class UpcomingLoads {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** The most loads. */
  static final int MOST = 12;

  /** The number of loads. */
  int size;

  /** How long each load takes. */
  private final double[] cycles = new double[MOST];

  /** When the slot of each load was left, at least. */
  private final double[] left = new double[MOST];

  /** Whether the slot of each load was left with the end of the phase before the one at hand. */
  private final boolean[] isNew = new boolean[MOST];

  void clear() {
    size = 0;
  }

  /**
   * Adds a load.
   *
   * @param slotLeft when its slot was left at least
   * @param leftLast whether that was with the end of the phase before the one at hand
   */
  void add(double load, double slotLeft, boolean leftLast) {
    cycles[size] = load;
    left[size] = slotLeft;
    isNew[size++] = leftLast;
  }

  /**
   * When the first {@code count} loads have ended, at least, if the channel serves them one after
   * the other and nothing else.
   *
   * @param before the end of one load less
   */
  double end(int count, double before) {
    return Math.max(before, left[count - 1]) + cycles[count - 1];
  }

  double cycles(int load) {
    return cycles[load];
  }

  /** The sum of the loads from {@code first} up to {@code count}: cycles. */
  double sum(int first, int count) {
    double loads = 0;
    for (int load = first; load < Math.min(count, size); load++) {
      loads += cycles[load];
    }
    return loads;
  }

  /**
   * When the phase at hand ends because of loads whose slots were left with the end of the phase
   * before, which therefore have not begun before the phase. Another load may be under way when the
   * phase begins. But then as many loads follow as there are of these, one before the streams of
   * each step but the first; which ones is not known, so the least sum of as many loads in a row
   * counts.
   *
   * @param done loads that are served before the phase begins
   * @param figures those of the phase's stage
   * @param at the index of what its steps add to one interleaved load
   * @param most the most loads that are considered
   */
  double endByLoadsJustRequested(int done, double[] figures, int at, int most) {
    double end = NEVER;
    for (int count = 1; count <= most && count <= size && isNew[size - count]; count++) {
      double least = Double.POSITIVE_INFINITY;
      for (int first = Math.min(done, size - count); first + count <= size; first++) {
        least = Math.min(least, sum(first, first + count));
      }
      end = Math.max(end, left[size - 1] + least + figures[at + count]);
    }
    return end;
  }
}
