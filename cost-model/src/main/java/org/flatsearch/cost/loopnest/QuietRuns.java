package org.flatsearch.cost.loopnest;

import java.util.Arrays;

/**
 * Runs of phases in which nothing is loaded but one tile of K, of V or of each, again and again.
 *
 * <p>When the last step on a tile has ended, the load is requested that takes its slot, s tiles
 * ahead, unless one before it is still under way or waiting; and the next phase, one of the other
 * stage, begins and requests streams. Of the loads up to that one, which all have their slots, one
 * is done from beginning to end before the streams of the second step: if one is under way when the
 * phase begins, it ends before those of the first step, and the next is requested when it ends. So
 * the phase lasts as long as the least of these loads and {@link StepsBesideLoads} of one load that
 * comes between two steps.
 *
 * <p>That is sure only where all loads up to that one are of the run: not at its end, nor where
 * Attend is still behind its beginning. Near either, they may be smaller than that of the phase if
 * a loop of the run, or one around it, has a smaller last tile. Where both K and V are loaded,
 * those of K with more slots than those of V are waited for, not they for others, and the other way
 * round.
 */
final class QuietRuns {
  private static final int LEVELS = 3;

  private PhaseFigures logit;
  private PhaseFigures attend;
  private boolean loadsKeys;
  private boolean loadsValues;
  private boolean keysHoldUp;
  private boolean valuesHoldUp;

  /** The innermost level at which a tile of K or V changes; −1 if there are no runs. */
  private int innermost;

  /** The least load of the whole run: cycles. */
  private double least;

  /** By level: whether its iterations are part of one run. */
  private final boolean[] quiet = new boolean[LEVELS];

  /** By level: iterations from which on the loads of V hold up Logit. */
  private final int[] valuesFrom = new int[LEVELS];

  /** By level: iterations from which on the loads of K hold up Attend. */
  private final int[] keysFrom = new int[LEVELS];

  /** By level: iterations at the end in which none do. */
  private final int[] tail = new int[LEVELS];

  /** Whether tiles of the run differ: it or a loop around it has a last, smaller one. */
  private boolean mixed;

  /** At {@link #innermost}: iterations from which on no tile is of another size than that. */
  private int fullFrom;

  /** There, iterations at the end in which one may be. */
  private int fullTail;

  /**
   * Looks for runs.
   *
   * @param slots of the logits
   * @param positions by level, outermost first: the position of the loop
   * @param levels shared loops of several iterations
   */
  void find(PhaseFigures logit, PhaseFigures attend, int slots, int[] positions, int levels) {
    this.logit = logit;
    this.attend = attend;
    innermost = -1;
    Arrays.fill(quiet, false);
    if (!logit.canBeHeldUp() && !attend.canBeHeldUp()) {
      return;
    }
    long phases = 1;
    long tiles = 1;
    for (int level = levels - 1; level >= 0; level--) {
      int bit = 1 << positions[level];
      if ((logit.queued.quietLoops & attend.queued.quietLoops & bit) == 0) {
        return;
      }
      if (innermost < 0 && ((logit.weightLoops | attend.weightLoops) & bit) != 0) {
        if (!begin(bit)) {
          return;
        }
        innermost = level;
      } else if (innermost >= 0 && (otherLoops() & bit) != 0) {
        return;
      }
      int trips = logit.shared.trips[positions[level]];
      if (innermost >= 0) {
        int outside = outside(positions, level);
        if (level == innermost) {
          mixed = (logit.shared.ragged & (outside | bit)) != 0;
        }
        describe(level, outside, slots, phases, tiles);
        tiles *= trips;
      }
      phases *= trips;
    }
  }

  /** Begins at the loop at {@code bit}; returns whether there is a run. */
  private boolean begin(int bit) {
    loadsKeys = (logit.weightLoops & bit) != 0;
    loadsValues = (attend.weightLoops & bit) != 0;
    boolean both = loadsKeys && loadsValues;
    keysHoldUp = loadsKeys && (!both || slotsOfKeys() <= slotsOfValues());
    valuesHoldUp = loadsValues && (!both || slotsOfValues() <= slotsOfKeys());
    int ragged = logit.shared.ragged;
    least = load(ragged);
    for (int kind = ragged; kind != 0; ) {
      kind = kind - 1 & ragged;
      least = Math.min(least, load(kind));
    }
    return !both || !logit.queued.weightChangesInside && !attend.queued.weightChangesInside;
  }

  private int slotsOfKeys() {
    return logit.queued.weight.slots;
  }

  private int slotsOfValues() {
    return attend.queued.weight.slots;
  }

  /** Loops that change the tile of K or V, whichever the run does not load. */
  private int otherLoops() {
    return (loadsKeys ? 0 : logit.weightLoops) | (loadsValues ? 0 : attend.weightLoops);
  }

  /** The loops outside of a level, by position. */
  private static int outside(int[] positions, int level) {
    int loops = 0;
    for (int k = 0; k < level; k++) {
      loops |= 1 << positions[k];
    }
    return loops;
  }

  private void describe(int level, int outside, int slots, long phases, long tiles) {
    quiet[level] = true;
    int ofLogit = ~logit.queued.quietLoops | (loadsKeys ? 0 : logit.weightLoops);
    int ofAttend = ~attend.queued.quietLoops | (loadsValues ? 0 : attend.weightLoops);
    // Attend is as many phases behind as there are slots of logits.
    int behind = (int) ((slots + phases - 1) / phases);
    valuesFrom[level] = (ofAttend & outside) != 0 ? behind : 0;
    keysFrom[level] = Math.max(valuesFrom[level], (ofLogit & outside) != 0 ? 1 : 0);
    int ahead = Math.max(loadsKeys ? slotsOfKeys() : 0, loadsValues ? slotsOfValues() : 0);
    tail[level] = (int) ((ahead - 1 + tiles - 1) / tiles);
    if (level == innermost) {
      fullFrom = loadsValues ? behind : 0;
      fullTail = loadsKeys || phases > 1 ? ahead : Math.max(0, ahead - slots + 1);
    }
  }

  /** Iterations that a level has before those that are alike, at least. */
  int first(int level) {
    int from = quiet[level] ? Math.max(keysFrom[level], valuesFrom[level]) : 0;
    return mixed && level == innermost ? Math.max(from, fullFrom) : from;
  }

  /** The same after those. */
  int last(int level) {
    int last = quiet[level] ? tail[level] : 0;
    return mixed && level == innermost ? Math.max(last, fullTail) : last;
  }

  /**
   * What a phase has of {@link Phase}'s bits because of a level, in an iteration of it.
   *
   * @param left iterations after that
   */
  int bits(int level, int iteration, int left) {
    if (!quiet[level] || left < tail[level]) {
      return 0;
    }
    int bits = valuesHoldUp && iteration >= valuesFrom[level] ? Phase.VALUES_HOLD_UP : 0;
    bits |= keysHoldUp && iteration >= keysFrom[level] ? Phase.KEYS_HOLD_UP : 0;
    boolean full = !mixed || iteration >= fullFrom && left >= fullTail;
    return level == innermost && full && bits != 0 ? bits | Phase.FULL_TILES : bits;
  }

  /** The same in the middle of it. */
  int bits(int level) {
    return quiet[level] ? bits(level, Integer.MAX_VALUE, Integer.MAX_VALUE) : 0;
  }

  /** The least load that may hold up a phase: cycles. */
  double leastLoad(int phase) {
    return (phase & Phase.FULL_TILES) != 0 ? load(Phase.kind(phase)) : least;
  }

  private double load(int kind) {
    int at = PhaseFigures.LEAST_WEIGHT + PhaseFigures.of(kind);
    double keys = loadsKeys ? logit.cycles[at] : Double.POSITIVE_INFINITY;
    double values = loadsValues ? attend.cycles[at] : Double.POSITIVE_INFINITY;
    return Math.min(keys, values);
  }
}
