package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.phase.StagePrefetch;
import org.flatsearch.cost.loopnest.tile.SharedTiles;

/**
 * Those shared loops of a nest that have more than one iteration, by level from the outermost on,
 * and which iterations of each are played.
 */
final class PlayedLoops {
  /** The most levels. */
  static final int LEVELS = 3;

  /**
   * An iteration of at least this many phases is long: what only a few of them would add is left
   * out.
   */
  static final int LONG = 32;

  /**
   * The most iterations of the innermost loop that are played if any are skipped: with three slots
   * of everything and a smaller last tile, six before and five after.
   */
  static final int MOST_INNERMOST = 11;

  /** The same of each loop around it: four before and five after. */
  static final int MOST_AROUND = 9;

  /** The number of levels. */
  int levels;

  /** Whether there are so few phases that none are skipped. */
  boolean areFew;

  /** The position of each level's loop. */
  final int[] positions = new int[LEVELS];

  /** How many iterations of each level's loop are played. */
  final int[] played = new int[LEVELS];

  /** The last iteration of each level's loop before some are skipped. */
  final int[] lastBeforeSkip = new int[LEVELS];

  /**
   * How many iterations up to {@link #lastBeforeSkip} are alike, including everything that Attend
   * does in them.
   */
  final int[] alikeBeforeSkip = new int[LEVELS];

  /** Whether an iteration of each level's loop is long. */
  final boolean[] isLong = new boolean[LEVELS];

  private SharedTiles shared;
  private PhaseFigures logit;
  private PhaseFigures attend;

  /** Begins another nest; {@link #plan} decides what is played of it. */
  void use(PhaseFigures logit, PhaseFigures attend) {
    this.logit = logit;
    this.attend = attend;
    shared = logit.shared;
    levels = 0;
    for (int position = 0; position < shared.loops; position++) {
      if (shared.trips[position] > 1) {
        positions[levels++] = position;
      }
    }
  }

  /** The number of iterations of the loop of {@code level}. */
  int trips(int level) {
    return shared.trips[positions[level]];
  }

  /** The number of its iterations that are not played. */
  int skipped(int level) {
    return trips(level) - played[level];
  }

  /**
   * Decides how many iterations of each loop are played, and which is the last before some are
   * skipped. Attend is as many phases behind as there are slots, and has to be past what is
   * different in the first iteration; in a loop over instances nothing is different. The last
   * iteration is played too, if it is different. Where the phases that follow matter, so are as
   * many iterations before it as can look at it or at what comes after the loop. In a long
   * iteration nothing is looked at.
   *
   * @param few up to how many phases none are skipped
   * @param logitSlots slots of the logits; 1 if they go through DRAM
   * @param looksAhead whether the phases that follow matter
   */
  void plan(int few, int logitSlots, boolean looksAhead) {
    int phases = 1;
    areFew = phases() <= few;
    for (int level = levels - 1; level >= 0; level--) {
      boolean isInnermost = level == levels - 1;
      boolean cutsKeys = positions[level] == shared.keyLoop;
      int ragged = isRagged(level) ? 1 : 0;
      isLong[level] = phases >= LONG && !areFew;
      boolean firstIsAlike = phases > logitSlots && !cutsKeys;
      boolean skipsAtOnce = isLong[level] || positions[level] == 0 && !looksAhead;
      int last =
          firstIsAlike && skipsAtOnce ? 0 : phases > logitSlots ? 1 : isInnermost ? logitSlots : 2;
      int after = cutsKeys ? 1 : ragged;
      if (looksAhead && !isLong[level]) {
        last += isInnermost && trips(level) < LONG ? 2 : 1;
        after = Math.max(after, lookingAtIterations(level) + ragged);
      }
      lastBeforeSkip[level] = last;
      alikeBeforeSkip[level] = firstIsAlike ? last : last - (logitSlots + phases - 1) / phases;
      played[level] = areFew ? trips(level) : Math.min(trips(level), last + 1 + after);
      phases *= Math.min(LONG, trips(level));
    }
  }

  private long phases() {
    long phases = 1;
    for (int level = 0; level < levels; level++) {
      phases *= trips(level);
    }
    return phases;
  }

  /**
   * How many iterations of a loop may be looked at from the one before: as many as have slots for
   * what they load, and the first that has not. If nothing is loaded ahead, one, which may have
   * loads that wait.
   */
  private int lookingAtIterations(int level) {
    StagePrefetch ofLogit = logit.prefetch;
    StagePrefetch ofAttend = attend.prefetch;
    if (!ofLogit.allAhead || !ofAttend.allAhead) {
      return 1;
    }
    int queries = seen(level, ofLogit.input.slots, logit.inputLoops);
    int keys = seen(level, ofLogit.weight.slots, logit.weightLoops);
    int behind = ofAttend.weight.slots > 0 ? 1 : 0;
    int values = seen(level, ofAttend.weight.slots + behind, attend.weightLoops);
    int least = Math.min(Math.min(queries, keys), values);
    return least == Integer.MAX_VALUE ? 1 : least;
  }

  /**
   * The number of iterations of {@code level} that are looked at until a tensor has no slot left.
   *
   * @param tiles how many of its tiles are looked at
   * @param loops the set of loops, by position, with which it is loaded
   */
  private int seen(int level, int tiles, int loops) {
    boolean any = (loops >> positions[level] & 1) == 1;
    int loads = 1;
    for (int inner = level + 1; inner < levels; inner++) {
      if ((loops >> positions[inner] & 1) == 1) {
        any = true;
        loads *= Math.min(LONG, trips(inner));
      }
    }
    return any && tiles > 0 ? (tiles + loads - 1) / loads : Integer.MAX_VALUE;
  }

  private boolean isRagged(int level) {
    return (shared.ragged >> positions[level] & 1) != 0;
  }
}
