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
 * <p>What follows a phase in the queue of loads depends on the phases that come next, so those of
 * an iteration are alike only if those of the next begin alike too: the last is not, and if a loop
 * ends with a smaller tile, nor is the one before.
 *
 * <p>All of this is made of maxima and sums of figures, so the time never falls when a figure
 * rises: an exact search may conclude from the figures which choice is no worse.
 */
final class PhaseTimeline {
  private static final int LEVELS = 3;

  /** Levels, the innermost ones, whose next iteration is looked at: more take longer. */
  private static final int LOOKING = 2;

  private final QuietRuns runs = new QuietRuns();
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

  /** What {@link QuietRuns} says of where the loops are. */
  private int run;

  /** The first phase after what is being played. */
  private int following;

  /** Whether loads that follow in the queue can hold up steps. */
  private boolean looksAhead;

  /** The outermost level whose next iteration is looked at. */
  private int lookingFrom;

  /** Whether phases are only remembered. */
  private boolean dry;

  PhaseTimeline(Figures figures) {
    state = new PhaseState(figures, runs);
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
    looksAhead = logit.canBeHeldUp() || attend.canBeHeldUp();
    lookingFrom = looksAhead ? levels - LOOKING : levels;
    runs.find(logit, attend, slots, positions, levels);
    return levels > 0 ? cycles() : cyclesOfOne();
  }

  /** The only phase of each stage. */
  private double cyclesOfOne() {
    int start = Phase.changes(PhaseFigures.AT_START);
    state.begin();
    state.step(start | Phase.FIRST_KEYS | Phase.LAST_KEYS, 0);
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
    run = 0;
    following = 0;
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
   * if it is different or what follows it is, and the one before if the first loads that follow
   * that are different.
   */
  private void planSkips() {
    long phases = 1;
    for (int level = levels - 1; level >= 0; level--) {
      int position = positions[level];
      int least = position == 0 ? 0 : 1;
      int last = phases < slots ? least + 1 : least;
      lastBeforeSkip[level] = level == levels - 1 ? slots : last;
      boolean ragged = isRagged(level);
      boolean looks = level >= lookingFrom;
      boolean differs = looks || ragged || position == shared.keyLoop;
      int after = looks && ragged ? 2 : differs ? 1 : 0;
      lastBeforeSkip[level] = Math.max(lastBeforeSkip[level], runs.first(level));
      after = Math.max(after, runs.last(level));
      played[level] = Math.min(trips(level), lastBeforeSkip[level] + 1 + after);
      phases *= trips(level);
    }
  }

  private boolean isRagged(int level) {
    return (shared.ragged >> positions[level] & 1) != 0;
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
    int around = run;
    int after = following;
    int trips = trips(level);
    int played = this.played[level];
    for (int k = 0; k < played; k++) {
      boolean skips = trips > played && k == lastBeforeSkip[level];
      if (looksAhead) {
        run = around | runs.bits(level, k, played - 1 - k);
        boolean ends = k == played - 1 && !skips;
        boolean last = k == played - 2 && !skips;
        following = ends ? after : first(level, place(level, outside, false, last));
      }
      place = place(level, outside, k == 0, k == played - 1);
      playIteration(level, k == 0 ? firstChanges : changes[level]);
      if (!dry && skips) {
        state.skip(trips - played, iterations[level][Phase.context(outside)]);
      }
    }
    place = outside;
    run = around;
  }

  /** The first phase of an iteration of {@code level} that is not the first, if it is looked at. */
  private int first(int level, int place) {
    if (level < lookingFrom) {
      return Phase.UNKNOWN;
    }
    int first = place;
    for (int inner = level + 1; inner < levels; inner++) {
      first = place(inner, first, true, false);
    }
    return first | changes[level];
  }

  private void playIteration(int level, int advanced) {
    if (level < levels - 1) {
      play(level + 1, advanced);
    } else if (dry) {
      state.remember(place | run | advanced);
    } else {
      state.step(place | run | advanced, following);
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
    run = runs.bits(level);
    int next = first(level, place);
    following = next;
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
        following = next;
        playIteration(level, advanced);
        iteration.setFrom(point, state);
      }
    }
    state.describe(iteration);
  }
}
