package org.flatsearch.cost.loopnest;

import java.util.Arrays;

/**
 * Follows one core through all phases of a nest, and so finds the longest chain of {@link
 * PhaseState}'s rules through them: also those that no single formula of {@link CriticalChains}
 * has, because phases differ. At the first key tile of a row Q is loaded and O stored, the last
 * tile of a loop may be smaller; what waits then is not made up for later.
 *
 * <p><b>Long loops.</b> Of each loop the first iterations are played, and the last if it is of a
 * kind of its own. Those between are alike and are skipped. Let x be a state at the end of an
 * iteration, and e the time of some point in its course, say the end of its last phase of Logit. No
 * figure of x is less than e plus the same figure of a state of which nothing is known but that
 * point; so an iteration later all points are reached no sooner than from that state on, and n
 * iterations later the same point no sooner than n times as far ({@link PhaseIteration}). The lanes
 * and the loads advance by their own work at least.
 *
 * <p>All of this is made of maxima and sums of figures, so the time never falls when a figure
 * rises: an exact search may conclude from the figures which choice is no worse.
 */
final class PhaseTimeline {
  private static final int LEVELS = 3;

  private final PhaseState state;
  private SharedTiles shared;
  private int slots;

  /** The points of an iteration that those that are skipped are timed from: a bit each. */
  private int pointsTimed;

  /** Positions of the shared loops with more than one iteration, outermost first. */
  private final int[] positions = new int[LEVELS];

  private int levels;

  /** By level: the last iteration before some are skipped. */
  private final int[] lastBeforeSkip = new int[LEVELS];

  /** By level: the iterations that are played. */
  private final int[] played = new int[LEVELS];

  /** By level: what changes when that loop advances: it and all loops inside. */
  private final int[] changes = new int[LEVELS];

  /** By level and context: an iteration in the middle of the loop. */
  private final PhaseIteration[][] iterations = new PhaseIteration[LEVELS][Phase.CONTEXTS];

  /** Contexts whose iteration is known, of the level that is being timed: a bit each. */
  private int known;

  /** Where the loops are, but for changes. */
  private int place;

  /** Whether phases are only remembered. */
  private boolean dry;

  PhaseTimeline(Figures figures) {
    state = new PhaseState(figures);
    for (PhaseIteration[] ofLevel : iterations) {
      Arrays.setAll(ofLevel, context -> new PhaseIteration());
    }
  }

  /**
   * Cycles from the first load to the last store at least.
   *
   * @param slots of the logits; 1 if they go through DRAM
   * @param passReads how often the softmax pass reads each logit from DRAM; 0 if they are on chip
   * @param roughly whether iterations that are skipped are timed from the end of Logit only: this
   *     takes a third of the time and may be shorter
   */
  double cycles(
      PhaseFigures logit, PhaseFigures attend, int slots, double passReads, boolean roughly) {
    shared = logit.shared;
    this.slots = slots;
    state.use(logit, attend, slots, passReads);
    pointsTimed = roughly ? 1 << PhaseIteration.LOGIT : state.pointsThatMatter();
    levels = 0;
    for (int position = 0; position < shared.loops; position++) {
      if (shared.trips[position] > 1) {
        positions[levels++] = position;
      }
    }
    return levels > 0 ? cycles() : cyclesOfOne();
  }

  /** The only phase of each stage. */
  private double cyclesOfOne() {
    int start = Phase.changes(PhaseFigures.AT_START);
    state.begin();
    state.step(start | Phase.FIRST_KEYS | Phase.LAST_KEYS);
    return state.finish(start);
  }

  private double cycles() {
    planSkips();
    int advancing = 0;
    for (int level = levels - 1; level >= 0; level--) {
      advancing |= 1 << positions[level];
      changes[level] = Phase.changes(advancing);
    }
    boolean cutsKeys = shared.keyLoop >= 0 && shared.trips[shared.keyLoop] > 1;
    int outside = cutsKeys ? 0 : Phase.FIRST_KEYS | Phase.LAST_KEYS;
    for (int level = levels - 1; level >= 0; level--) {
      if (trips(level) > played[level]) {
        known = 0;
        timeIterations(level, 0, outside);
      }
    }
    int start = Phase.changes(PhaseFigures.AT_START) | changes[0];
    state.begin();
    place = outside;
    play(0, start);
    return state.finish(start);
  }

  private int trips(int level) {
    return shared.trips[positions[level]];
  }

  /**
   * Says how many iterations of each loop are played at most, and which is the last of those before
   * some are skipped. Attend is as many phases behind as there are slots, and has to be past what
   * is different in the first iteration; of instances nothing is. The last iteration is played too,
   * if it is different.
   */
  private void planSkips() {
    long phases = 1;
    for (int level = levels - 1; level >= 0; level--) {
      int position = positions[level];
      int least = position == 0 ? 0 : 1;
      int last = phases < slots ? least + 1 : least;
      lastBeforeSkip[level] = level == levels - 1 ? slots : last;
      boolean differs = position == shared.keyLoop || (shared.ragged >> position & 1) != 0;
      played[level] = Math.min(trips(level), lastBeforeSkip[level] + (differs ? 2 : 1));
      phases *= trips(level);
    }
  }

  /** Where the loop of {@code level} is, inside of {@code outside}. */
  private int place(int level, int outside, boolean first, boolean last) {
    int position = positions[level];
    int inside = outside;
    if (last) {
      inside |= 1 << position & shared.ragged;
    }
    if (position == shared.keyLoop) {
      inside |= (first ? Phase.FIRST_KEYS : 0) | (last ? Phase.LAST_KEYS : 0);
    }
    return inside;
  }

  private void play(int level, int firstChanges) {
    int outside = place;
    int trips = trips(level);
    int played = this.played[level];
    for (int k = 0; k < played; k++) {
      place = place(level, outside, k == 0, k == played - 1);
      playIteration(level, k == 0 ? firstChanges : changes[level]);
      if (!dry && trips > played && k == lastBeforeSkip[level]) {
        state.skip(trips - played, iterations[level][Phase.context(outside)]);
      }
    }
    place = outside;
  }

  private void playIteration(int level, int advanced) {
    if (level < levels - 1) {
      play(level + 1, advanced);
    } else if (dry) {
      state.remember(place | advanced);
    } else {
      state.step(place | advanced);
    }
  }

  /** Times an iteration in the middle of a loop, wherever the loops around it may be. */
  private void timeIterations(int level, int around, int outside) {
    if (around == level) {
      int context = Phase.context(outside);
      if ((known >> context & 1) == 0) {
        known |= 1 << context;
        place = outside;
        time(level, iterations[level][context]);
      }
      return;
    }
    int first = place(around, outside, true, false);
    int last = place(around, outside, false, true);
    timeIterations(level, around + 1, first);
    if (trips(around) > 2 && first != outside) {
      timeIterations(level, around + 1, outside);
    }
    if (last != first) {
      timeIterations(level, around + 1, last);
    }
  }

  private void time(int level, PhaseIteration iteration) {
    int advanced = changes[level];
    state.phases = 0;
    dry = true;
    while (state.phases <= slots) {
      playIteration(level, advanced);
    }
    dry = false;
    iteration.clear();
    for (int point = 0; point < PhaseIteration.POINTS; point++) {
      if ((pointsTimed >> point & 1) != 0) {
        state.beginAt(point);
        playIteration(level, advanced);
        iteration.setFrom(point, state);
      }
    }
    state.describe(iteration);
  }
}
