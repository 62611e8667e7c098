package org.flatsearch.cost.loopnest.phase;

/**
 * What {@link PhaseFigures#cycles} has of one phase: the place of each figure after that of its
 * kind. All of them are cycles, of a core's array, lanes or channel.
 *
 * <p>What is called {@code LATER} is the same on keys after the first, where those are shared:
 * these phases continue sums, so that the array reads them.
 */
public final class PhaseCycles {
  /** Array work, port and streams included. */
  public static final int WORK = 0;

  /** The first load of the row-side input in a phase. */
  public static final int INPUT = 1;

  /** All of its loads in that phase. */
  public static final int INPUTS = 2;

  /** The first load of K or V. */
  public static final int WEIGHT = 3;

  /** All of its loads in that phase. */
  public static final int WEIGHTS = 4;

  /** The first load of output sums that an earlier phase began. */
  public static final int RELOAD = 5;

  /** All loads of them in that phase. */
  public static final int RELOADS = 6;

  /** Loads of sums that the same phase began. */
  public static final int BACK = 7;

  /** The store of a phase's last output tile, if it gives way to another then. */
  public static final int STORE = 8;

  /** The lanes' work before that store. */
  public static final int DIVISION = 9;

  /** All stores of a phase, that one included, if the output tile changes within phases. */
  public static final int STORES = 10;

  /** The lanes' work before all of them, or on an output that is streamed. */
  public static final int DIVISIONS = 11;

  /** Array work on the first output tile, if that changes within phases or is streamed. */
  public static final int FIRST_OUTPUT_WORK = 12;

  /**
   * From the first division of a phase to its end, where the last output tile waits for a slot;
   * else 0.
   */
  public static final int SLOT_DIVISIONS = 13;

  /** {@link #WORK} on keys after the first, where they are shared: the array reads sums. */
  public static final int LATER_WORK = 14;

  /** What lies between the steps of a phase because a tensor has one slot. */
  public static final int BETWEEN = 15;

  /** The same on the last keys, where outputs are divided. */
  public static final int BETWEEN_ON_LAST_KEYS = 16;

  /**
   * From the beginning of a phase to the end of its last load, where steps are counted one by one
   * and slots keep that load from being earlier; else 0.
   */
  public static final int QUEUE = 17;

  /** The same on keys after the first. */
  public static final int LATER_QUEUE = 18;

  /** The load of running statistics, which keys after the first have, if they leave the buffer. */
  public static final int STATISTICS = 19;

  /** Their store. */
  public static final int STATISTICS_STORE = 20;

  /**
   * From the beginning of a phase to the end of work on its last output tile, where each tile waits
   * for the work on and the store of the one whose slot it takes; else 0.
   */
  public static final int TURNS = 21;

  /** The divisions before those stores. */
  public static final int TURN_DIVISIONS = 22;

  /** The loads of sums into those slots. */
  public static final int TURN_RELOADS = 23;

  /** The last load of sums that an earlier phase began. */
  public static final int LAST_RELOAD = 24;

  /** The store of the first output tile, if it changes within phases. */
  public static final int FIRST_STORE = 25;

  /** Streams on the channel of the loads. */
  public static final int STREAMS = 26;

  /** The same on keys after the first. */
  public static final int LATER_STREAMS = 27;

  /** Stores on that channel that end within the phase. */
  public static final int DUE = 28;

  /** Other stores on that channel that end before the next phase of Attend does. */
  public static final int OWED = 29;

  /** Work from the arrival of the phase's first tile of K on; 0 if K comes in one piece. */
  public static final int AFTER_KEYS = 30;

  /** From then to the end of the last load, where {@link #QUEUE} is known; else 0. */
  public static final int QUEUE_AFTER_KEYS = 31;

  /**
   * From the beginning of a phase to its end, less what one load can hide that comes between its
   * streams and stores ({@link KnownStepsBesideLoads}); else 0. The next are of more loads, {@link
   * StepsBesideLoads#MOST} in all.
   */
  public static final int BESIDE = 32;

  /** The same on keys after the first. */
  public static final int LATER_BESIDE = BESIDE + StepsBesideLoads.MOST;

  /**
   * Of Q, if several of its tiles can be loaded before a phase: any load but the first and the last
   * of those. Then follow the last, and the time until the slot of the first is left, at least.
   */
  public static final int INPUT_AHEAD = LATER_BESIDE + StepsBesideLoads.MOST;

  /** The same three of K or V. */
  public static final int WEIGHT_AHEAD = INPUT_AHEAD + 3;

  /** The place of the last of those tiles after {@link #INPUT_AHEAD} or {@link #WEIGHT_AHEAD}. */
  public static final int LAST_AHEAD = 1;

  /** The place of the time until the slot of the first of them is left. */
  public static final int SLOT_LEFT = 2;

  /** All transfers on the channel of the loads that fall into a phase. */
  public static final int CONFINED = WEIGHT_AHEAD + 3;

  /** The same on keys after the first. */
  public static final int LATER_CONFINED = CONFINED + 1;

  /**
   * Of a phase that loads within it, what is left of it, at least, when the load that follows its
   * last has been done, which precedes something in it; else 0. The next two are of more loads.
   */
  public static final int BESIDE_AFTER_LOADS = LATER_CONFINED + 1;

  /** The same three on keys after the first. */
  public static final int LATER_BESIDE_AFTER_LOADS =
      BESIDE_AFTER_LOADS + StepsBesideLoads.MOST_AFTER_LAST;

  /**
   * Work on the last output tile of a phase, if its slot is not left before the last store of the
   * phase before has ended; else 0.
   */
  public static final int LAST_SLOT_WORK =
      LATER_BESIDE_AFTER_LOADS + StepsBesideLoads.MOST_AFTER_LAST;

  /** The reload before that, on keys after the first. */
  public static final int LAST_SLOT_RELOAD = LAST_SLOT_WORK + 1;

  /** Work after the last load of a phase, if it has loads after its first step; else 0. */
  public static final int AFTER_LOADS = LAST_SLOT_RELOAD + 1;

  /** Those of a phase's {@link #STORES} that are of complete outputs, where any are. */
  public static final int COMPLETE_STORES = AFTER_LOADS + 1;

  /** From the arrival of the first tile of K to the end of a phase; 0 if not known. */
  public static final int KEYS_TO_END = COMPLETE_STORES + 1;

  /** The length of the first step, where steps are counted one by one; else 0. */
  public static final int FIRST_STEP = KEYS_TO_END + 1;

  /** How many figures there are of a kind. */
  static final int COUNT = FIRST_STEP + 1;

  private PhaseCycles() {}

  /** Where the figures of a kind begin. */
  public static int atKind(int kind) {
    return kind * COUNT;
  }

  /** Where those of the kind of a {@link Phase} do. */
  public static int atPhase(int phase) {
    return atKind(Phase.kind(phase));
  }
}
