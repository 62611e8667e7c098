package org.flatsearch.cost.loopnest.phase;

/**
 * The index of each figure of a phase in {@link PhaseFigures#cycles}, relative to that of its kind.
 * All of them are cycles, of a core's array, lanes or channel.
 *
 * <p>A figure called {@code LATER} is that of keys after the first, where keys are shared: these
 * phases continue sums, so that the array reads them.
 */
public final class PhaseCycles {
  /** Array work, including what the port and streams add to it. */
  public static final int WORK = 0;

  /** The first load of the row-side input in a phase. */
  public static final int INPUT = 1;

  /** All loads of the row-side input in the phase. */
  public static final int INPUTS = 2;

  /** The first load of K or V. */
  public static final int WEIGHT = 3;

  /** All loads of K or V in the phase. */
  public static final int WEIGHTS = 4;

  /** The first load of output sums that an earlier phase began. */
  public static final int RELOAD = 5;

  /** All loads of such sums in the phase. */
  public static final int RELOADS = 6;

  /** Loads of sums that the same phase began. */
  public static final int BACK = 7;

  /** The store of a phase's last output tile, if that leaves its slot then. */
  public static final int STORE = 8;

  /** The lanes' work before {@link #STORE}. */
  public static final int DIVISION = 9;

  /** All stores of a phase, {@link #STORE} included, if the output tile changes within phases. */
  public static final int STORES = 10;

  /** The lanes' work before all of {@link #STORES}, or on an output that streams. */
  public static final int DIVISIONS = 11;

  /** Array work on the first output tile, if that changes within phases or streams. */
  public static final int FIRST_OUTPUT_WORK = 12;

  /**
   * From the first division of a phase to its end, if the last output tile waits for a slot; else
   * 0.
   */
  public static final int SLOT_DIVISIONS = 13;

  /** {@link #WORK} on keys after the first. */
  public static final int LATER_WORK = 14;

  /** What the array waits for between the steps of a phase because a tensor has one slot. */
  public static final int BETWEEN = 15;

  /** {@link #BETWEEN} on the last keys, where outputs are divided. */
  public static final int BETWEEN_ON_LAST_KEYS = 16;

  /**
   * From the beginning of a phase to the end of its last load, if the steps are known and slots
   * keep that load from ending earlier; else 0.
   */
  public static final int QUEUE = 17;

  /** {@link #QUEUE} on keys after the first. */
  public static final int LATER_QUEUE = 18;

  /**
   * The load of running statistics, which phases on keys after the first make, if statistics leave
   * the buffer.
   */
  public static final int STATISTICS = 19;

  /** The store of running statistics, if they leave the buffer. */
  public static final int STATISTICS_STORE = 20;

  /**
   * From the beginning of a phase to the end of work on its last output tile, if each tile waits
   * for the work on the tile whose slot it takes, and for the store of that tile; else 0.
   */
  public static final int TURNS = 21;

  /** The divisions before the stores of {@link #TURNS}. */
  public static final int TURN_DIVISIONS = 22;

  /** The loads of sums into the slots of {@link #TURNS}. */
  public static final int TURN_RELOADS = 23;

  /** The last load of sums that an earlier phase began. */
  public static final int LAST_RELOAD = 24;

  /** The store of the first output tile, if it changes within phases. */
  public static final int FIRST_STORE = 25;

  /** Streams on the channel of the loads. */
  public static final int STREAMS = 26;

  /** {@link #STREAMS} on keys after the first. */
  public static final int LATER_STREAMS = 27;

  /** Stores on the channel of the loads that end within the phase. */
  public static final int DUE = 28;

  /** Other stores on the channel of the loads that end before the next phase of Attend does. */
  public static final int OWED = 29;

  /** Work that remains when the phase's first tile of K has arrived; 0 if K comes in one piece. */
  public static final int AFTER_KEYS = 30;

  /**
   * From the arrival of the phase's first tile of K to the end of the last load, where {@link
   * #QUEUE} is known; else 0.
   */
  public static final int QUEUE_AFTER_KEYS = 31;

  /**
   * From the beginning of a phase to its end, not counting one interleaved load itself, and the
   * part of the phase that this load can hide ({@link InterleavedSteps}); 0 if no load is certain
   * to be interleaved. The following figures are for two and more loads, {@link
   * InterleavedSteps#MOST} in all.
   */
  public static final int INTERLEAVED = 32;

  /** The same figures on keys after the first. */
  public static final int LATER_INTERLEAVED = INTERLEAVED + InterleavedSteps.MOST;

  /**
   * Three figures of Q, if its tile changes within phases: of the loads before a phase, any but the
   * first and the last, which is never 0; the last of them; and the time until the first of the
   * slots is left, at least.
   */
  public static final int INPUT_AHEAD = LATER_INTERLEAVED + InterleavedSteps.MOST;

  /** The same three figures of K or V. */
  public static final int WEIGHT_AHEAD = INPUT_AHEAD + 3;

  /** Added to {@link #INPUT_AHEAD} or {@link #WEIGHT_AHEAD}: the last of those loads. */
  public static final int LAST_AHEAD = 1;

  /**
   * Added to these: the time from the beginning of a phase until the first of the slots is left.
   */
  public static final int SLOT_LEFT = 2;

  /** All transfers on the channel of the loads that fall within a phase. */
  public static final int CONFINED = WEIGHT_AHEAD + 3;

  /** {@link #CONFINED} on keys after the first. */
  public static final int LATER_CONFINED = CONFINED + 1;

  /**
   * For a phase that loads within it: how much of it is left, at least, when the load that follows
   * its last load has been served, if that precedes some stream or store of the phase; else 0. The
   * next two figures are for two and three such loads.
   */
  public static final int INTERLEAVED_AFTER_LOADS = LATER_CONFINED + 1;

  /** The same three figures on keys after the first. */
  public static final int LATER_INTERLEAVED_AFTER_LOADS =
      INTERLEAVED_AFTER_LOADS + InterleavedSteps.MOST_AFTER_LAST;

  /**
   * Work on the last output tile of a phase, if its slot is not left before the last store of the
   * phase before has ended; else 0.
   */
  public static final int LAST_SLOT_WORK =
      LATER_INTERLEAVED_AFTER_LOADS + InterleavedSteps.MOST_AFTER_LAST;

  /** The reload before {@link #LAST_SLOT_WORK}, on keys after the first. */
  public static final int LAST_SLOT_RELOAD = LAST_SLOT_WORK + 1;

  /** Work after the last load of a phase, if it has loads after those of its first step; else 0. */
  public static final int AFTER_LOADS = LAST_SLOT_RELOAD + 1;

  /** The part of {@link #STORES} that is of complete outputs, on keys where there are any. */
  public static final int COMPLETE_STORES = AFTER_LOADS + 1;

  /** From the arrival of the first tile of K to the end of a phase; 0 if not known. */
  public static final int KEYS_TO_END = COMPLETE_STORES + 1;

  /** The length of the first step, if the steps are known; else 0. */
  public static final int FIRST_STEP = KEYS_TO_END + 1;

  /** The number of figures of a kind. */
  static final int COUNT = FIRST_STEP + 1;

  private PhaseCycles() {}

  /** The index of the first figure of a kind. */
  public static int atKind(int kind) {
    return kind * COUNT;
  }

  /** The index of the first figure of the kind of a {@link Phase}. */
  public static int atPhase(int phase) {
    return atKind(Phase.kind(phase));
  }
}
