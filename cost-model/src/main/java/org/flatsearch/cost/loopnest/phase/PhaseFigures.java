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

  // What there are cycles of: index in {@link #cycles} from that of the kind on.

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

  /** Array work on the first of those tiles. */
  public static final int FIRST = 12;

  /**
   * From the first store of a phase to its end, where the last output tile waits for a slot; else
   * 0.
   */
  public static final int SLOT_STORES = 13;

  /** The same from the first division. */
  public static final int SLOT_DIVISIONS = 14;

  /** {@link #WORK} on keys after the first, where they are shared: the array reads sums. */
  public static final int LATER_WORK = 15;

  /** What lies between the steps of a phase because a tensor has one slot. */
  public static final int BETWEEN = 16;

  /** The same on the last keys, where outputs are divided. */
  public static final int LAST_BETWEEN = 17;

  /**
   * From the beginning of a phase to the end of its last load, where slots keep that load from
   * being earlier; else 0.
   */
  public static final int QUEUE = 18;

  /** The same on keys after the first. */
  public static final int LATER_QUEUE = 19;

  /** The load of running statistics, which keys after the first have, if they leave the buffer. */
  public static final int STATISTICS = 20;

  /** Their store. */
  public static final int STATISTICS_STORE = 21;

  /**
   * From the beginning of a phase to the end of work on its last output tile, where each tile waits
   * for the work on and the store of the one whose slot it takes; else 0.
   */
  public static final int TURNS = 22;

  /** The divisions before those stores. */
  public static final int TURN_DIVISIONS = 23;

  /** The loads of sums into those slots. */
  public static final int TURN_RELOADS = 24;

  /** The last load of sums that an earlier phase began. */
  public static final int LAST_RELOAD = 25;

  /** The store of the first output tile, if it changes within phases. */
  public static final int FIRST_STORE = 26;

  /** Streams on the channel of the loads. */
  public static final int STREAMS = 27;

  /** The same on keys after the first. */
  public static final int LATER_STREAMS = 28;

  /** Stores on that channel that end within the phase. */
  public static final int DUE = 29;

  /** Other stores on that channel that end before the next phase of Attend does. */
  public static final int OWED = 30;

  /** Work from the arrival of the phase's first tile of K on; 0 if K comes in one piece. */
  public static final int AFTER_KEYS = 31;

  /** From then to the end of the last load; 0 if no slot keeps that load from being earlier. */
  public static final int QUEUE_AFTER_KEYS = 32;

  /**
   * From the beginning of a phase to its end, less what one load can hide that comes between its
   * streams and stores ({@link LoadsBetweenSteps}); else 0. The next are of more loads.
   */
  public static final int BESIDE = 33;

  /** The same three on keys after the first. */
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
  public static final int LAST_BESIDE = LATER_CONFINED + 1;

  /** The same three on keys after the first. */
  public static final int LATER_LAST_BESIDE = LAST_BESIDE + StepsBesideLoads.MOST_AFTER_LAST;

  /**
   * The last load of the input, if its slot is not left before the phase before has ended; else 0.
   * Then follows the same, if that phase leaves it with its first tile, and the time from the
   * beginning of a phase until the first tile is left.
   */
  public static final int LAST_INPUT = LATER_LAST_BESIDE + StepsBesideLoads.MOST_AFTER_LAST;

  /** The same three of K or V. */
  public static final int LAST_WEIGHT = LAST_INPUT + 3;

  /** The place of the last load after {@link #LAST_INPUT} if there is a slot more than tiles. */
  public static final int SLOT_TO_SPARE = 1;

  /** The place of the time until the first tile is left then. */
  public static final int FIRST_LEFT = 2;

  /**
   * Work on the last output tile of a phase, if its slot is not left before the last store of the
   * phase before has ended; else 0.
   */
  public static final int LAST_SLOT_WORK = LAST_WEIGHT + 3;

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

  private static final int FIGURES = FIRST_STEP + 1;

  private static final int ALL = KINDS * FIGURES;

  /** In {@link #inputLoops} and its like: there are transfers, of the very first phase too. */
  public static final int AT_START = 8;

  /** More slots than any tensor has. */
  public static final int NO_LIMIT = 4;

  /** Whether there are figures. */
  public boolean counted;

  /** The shared tiles that they are of. */
  public final SharedTiles shared = new SharedTiles();

  /** By kind and by what they are of: from {@link #of} on, at the places above. */
  public final double[] cycles = new double[ALL];

  /** The shared loops, by position, that change the tile of the input; 0 if it is not loaded. */
  public int inputLoops;

  /** The same of K or V. */
  public int weightLoops;

  /** The same of the output; 0 if it is not stored tile by tile. */
  public int outputLoops;

  /** Which loads the queue does before a phase begins. */
  public final QueuedLoads queued = new QueuedLoads();

  /** Slots of the row-side input; {@link #NO_LIMIT} if it is not moved tile by tile. */
  public int slotsOfInput = NO_LIMIT;

  /** The same of K or V. */
  public int slotsOfWeight = NO_LIMIT;

  /** The same of the output. */
  public int slotsOfOutput = NO_LIMIT;

  /** Of statistics that leave the buffer. */
  public boolean oneSlotStatistics;

  /** The first index of a kind in {@link #cycles}. */
  public static int of(int kind) {
    return kind * FIGURES;
  }

  /** Makes this equal to {@code other}. */
  public void set(PhaseFigures other) {
    if (!other.counted) {
      clear();
      return;
    }
    clear();
    counted = true;
    shared.set(other.shared);
    for (int kind = 0; kind < KINDS; kind++) {
      if (other.has(kind)) {
        System.arraycopy(other.cycles, of(kind), cycles, of(kind), FIGURES);
      }
    }
    inputLoops = other.inputLoops;
    weightLoops = other.weightLoops;
    outputLoops = other.outputLoops;
    queued.set(other.queued);
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
        Arrays.fill(cycles, of(kind), of(kind) + FIGURES, 0);
      }
    }
    inputLoops = 0;
    weightLoops = 0;
    outputLoops = 0;
    queued.clear();
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
      fewer = !has(kind) || hasNoneLonger(other, of(kind));
    }
    return fewer;
  }

  private boolean hasNoneLonger(PhaseFigures other, int at) {
    for (int k = at; k < at + FIGURES; k++) {
      if (cycles[k] > other.cycles[k]) {
        return false;
      }
    }
    return true;
  }

  /** Whether there are shared tiles of a kind; of others and of rare ones all figures are 0. */
  public boolean has(int kind) {
    return (kind & ~shared.ragged) == 0;
  }

  /** Forgets what other slots could change for the better. */
  public void forgetOrder() {
    queued.clear();
    for (int kind = 0; kind < KINDS; kind++) {
      cycles[of(kind) + OWED] = 0;
    }
  }

  /** Whether the same loads follow each other in the queue. */
  private boolean hasLoadsOf(PhaseFigures other) {
    return inputLoops == other.inputLoops
        && weightLoops == other.weightLoops
        && queued.isLike(other.queued);
  }

  /** Whether some load may hold up steps of this stage, which need the channel of the loads. */
  public boolean canBeHeldUp() {
    double after = cycles[LAST_BESIDE] + cycles[LATER_LAST_BESIDE];
    return queued.known && cycles[BESIDE] + cycles[LATER_BESIDE] + after > 0;
  }

  /** The work on a phase and what comes between its steps, at least: cycles. */
  public double work(int phase) {
    int kind = of(Phase.kind(phase));
    return cycles[WORK + kind] + cycles[BETWEEN + kind];
  }

  /**
   * Stores on the channel of the loads that follow a phase of Attend and precede the next: cycles.
   *
   * @param kind where the figures of its kind are
   * @param givesWay whether the next one has another output tile
   */
  public double owed(int kind, boolean givesWay, boolean dramShared) {
    double statistics = dramShared && oneSlotStatistics ? cycles[STATISTICS_STORE + kind] : 0;
    return givesWay ? cycles[OWED + kind] + statistics : statistics;
  }

  /** Whether slots are left within a phase that loads of the next may take. */
  public boolean leavesInside() {
    return cycles[INPUT_AHEAD + SLOT_LEFT] + cycles[WEIGHT_AHEAD + SLOT_LEFT] > 0;
  }

  /** Makes this no longer than {@code other} nor than it was. */
  public void lowerTo(PhaseFigures other) {
    if (!counted || !other.counted) {
      clear();
      return;
    }
    for (int kind = 0; kind < KINDS; kind++) {
      if (has(kind)) {
        for (int k = of(kind); k < of(kind) + FIGURES; k++) {
          cycles[k] = Math.min(cycles[k], other.cycles[k]);
        }
      }
    }
    if (!hasLoadsOf(other)) {
      queued.clear();
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
