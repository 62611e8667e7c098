package org.flatsearch.cost.loopnest;

import java.util.Arrays;

/**
 * Follows one core through all phases of a nest with its logits on chip, and so finds the longest
 * chain of {@link PhaseState}'s rules through them: also those that no single formula of {@link
 * CriticalChains} has, because phases differ. At the first key tile of a row Q is loaded and O
 * stored, the last tile of a loop may be smaller; what waits then is not made up for later.
 *
 * <p><b>Long loops.</b> Of each loop the first iterations are played, and the last if it is of a
 * kind of its own. Those between are alike and are skipped. Let x be a state at the end of a phase
 * of Logit, and e the time of that end. No figure of x is less than e plus the same figure of a
 * state of which nothing is known but that end; so an iteration later the array has got no less far
 * than from that state on ({@link PhaseState.Iteration#fromLogit}), and n iterations later n times
 * as far. The same from the end of a phase of Attend. The lanes and the loads advance by their own
 * work at least.
 *
 * <p>All of this is made of maxima and sums of figures, so the time never falls when a figure
 * rises: an exact search may conclude from the figures which choice is no worse.
 */
final class PhaseTimeline {
  private static final int LEVELS = 3;

  private final PhaseState state;
  private SharedTiles shared;
  private int slots;

  /** Positions of the shared loops with more than one iteration, outermost first. */
  private final int[] positions = new int[LEVELS];

  private int levels;

  /** By level: what changes when that loop advances: it and all loops inside. */
  private final int[] changes = new int[LEVELS];

  /** By level and context: an iteration in the middle of the loop. */
  private final PhaseState.Iteration[][] iterations =
      new PhaseState.Iteration[LEVELS][Phase.CONTEXTS];

  /** Contexts whose iteration is known, of the level that is being timed: a bit each. */
  private int known;

  /** Where the loops are, but for changes. */
  private int place;

  /** Whether phases are only remembered. */
  private boolean dry;

  PhaseTimeline(Figures figures) {
    state = new PhaseState(figures);
    for (PhaseState.Iteration[] ofLevel : iterations) {
      Arrays.setAll(ofLevel, context -> new PhaseState.Iteration());
    }
  }

  /**
   * Cycles from the first load to the last store at least; 0 if there is but one shared tile.
   *
   * @param slots of the logits
   */
  double cycles(PhaseFigures logit, PhaseFigures attend, int slots) {
    shared = logit.shared;
    this.slots = slots;
    levels = 0;
    for (int position = 0; position < shared.loops; position++) {
      if (shared.trips[position] > 1) {
        positions[levels++] = position;
      }
    }
    if (levels == 0) {
      return 0;
    }
    int advancing = 0;
    for (int level = levels - 1; level >= 0; level--) {
      advancing |= 1 << positions[level];
      changes[level] = Phase.changes(advancing);
    }
    state.use(logit, attend, slots);
    boolean cutsKeys = shared.keyLoop >= 0 && shared.trips[shared.keyLoop] > 1;
    int outside = cutsKeys ? 0 : Phase.FIRST_KEYS | Phase.LAST_KEYS;
    for (int level = levels - 1; level >= 0; level--) {
      if (trips(level) > played(level)) {
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
   * The last iteration before some of a loop are skipped. Attend is as many phases behind as there
   * are slots, and has to be past what is different in the first iteration; of instances nothing
   * is.
   */
  private int lastBeforeSkip(int level) {
    if (level == levels - 1) {
      return slots;
    }
    long phases = 1;
    for (int inner = level + 1; inner < levels; inner++) {
      phases *= trips(inner);
    }
    int least = positions[level] == 0 ? 0 : 1;
    return phases < slots ? least + 1 : least;
  }

  /** How many iterations of a loop are played at most: the last one too, if it is different. */
  private int played(int level) {
    int position = positions[level];
    boolean differs = position == shared.keyLoop || (shared.ragged >> position & 1) != 0;
    return lastBeforeSkip(level) + (differs ? 2 : 1);
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
    int played = Math.min(trips, played(level));
    for (int k = 0; k < played; k++) {
      place = place(level, outside, k == 0, k == played - 1);
      playIteration(level, k == 0 ? firstChanges : changes[level]);
      if (!dry && trips > played && k == lastBeforeSkip(level)) {
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

  private void time(int level, PhaseState.Iteration iteration) {
    int advanced = changes[level];
    state.phases = 0;
    dry = true;
    while (state.phases <= slots) {
      playIteration(level, advanced);
    }
    dry = false;
    state.beginAfterLogit();
    playIteration(level, advanced);
    iteration.fromLogit = state.array;
    iteration.arrayCycles = state.arrayCycles;
    iteration.softmaxCycles = state.softmaxCycles;
    iteration.laneCycles = state.laneCycles;
    iteration.loadCycles = state.loadCycles;
    iteration.fromAttend = 0;
    if (level == levels - 1) {
      state.beginAfterAttend(place | advanced);
      state.stepFromAttend(place | advanced);
      iteration.fromAttend = state.array;
    }
  }
}
