package org.flatsearch.cost.loopnest.timeline;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.phase.QueuedLoads;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.SharedTiles;

/**
 * Follows one core through all phases of a nest, and so finds the longest chain of {@link
 * PhaseState}'s rules through them: also those that no single formula of {@code CriticalChains}
 * has, because phases differ. At the first key tile of a row Q is loaded and O stored, the last
 * tile of a loop may be smaller; what waits then is not made up for later.
 *
 * <p><b>Long loops.</b> Few phases are all played. Of more, the first iterations of each loop are,
 * and the last if it is of a kind of its own. Those between are alike and are skipped. Let x be a
 * state at the end of an iteration, and e the time of some point in its course, say the end of its
 * last phase of Logit. No figure of x is less than e plus the same figure of a state of which
 * nothing is known but that point; so an iteration later all points are reached no sooner than from
 * that state on, and n iterations later the same point no sooner than n times as far ({@link
 * PhaseIteration}). The lanes and the loads advance by their own work at least.
 *
 * <p>What follows a phase in the queue of loads depends on the phases that come next, so those of
 * an iteration are alike only if those of the next begin alike too: the last is not, and if a loop
 * ends with a smaller tile, nor is the one before.
 *
 * <p><b>What costs little.</b> A few phases more or less are a small part of many. So a long
 * iteration begins with nothing known of the queue, does not look beyond its end, and is timed from
 * one point; so are iterations at the beginning and the end of a loop around of many iterations;
 * and of kinds that hardly any phase is of there are no figures ({@link SharedTiles#HARDLY_ANY}).
 * All of this only makes the time shorter.
 *
 * <p>All of this is made of maxima and sums of figures, so the time never falls when a figure
 * rises: an exact search may conclude from the figures which choice is no worse.
 */
public final class PhaseTimeline {
  private static final int LEVELS = 3;

  /** Of a loop no more than ten iterations are played. */
  private static final int MOST_ENTRIES = 1200;

  /** Of no more phases than that, none are skipped. */
  private static final int FEW = 256;

  /** From so many phases on, what a few of them would add to an iteration is left out. */
  private static final int LONG = 64;

  /** From so many iterations on, the first and the last one are timed from one point only. */
  private static final int MANY = 8;

  private static final int AT_LOGIT = 1 << PhaseIteration.LOGIT;

  private final int few;
  private final PhaseState state;
  private PhaseFigures logit;
  private PhaseFigures attend;
  private SharedTiles shared;
  private int slots;

  /** The points of an iteration that those that are skipped are timed from: a bit each. */
  private int pointsTimed;

  /** Positions of the shared loops with more than one iteration, outermost first. */
  private final int[] positions = new int[LEVELS];

  private int levels;

  /** By level: the last iteration before some are skipped. */
  private final int[] lastBeforeSkip = new int[LEVELS];

  /**
   * By level: the iterations before that which are alike, all that Attend does in them included.
   */
  private final int[] alikeBeforeSkip = new int[LEVELS];

  /** By level: whether an iteration has many phases. */
  private final boolean[] isLong = new boolean[LEVELS];

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

  /** What is being played. */
  private final PhaseLine line = new PhaseLine(MOST_ENTRIES);

  /** A timeline that plays all phases where they are few. */
  public PhaseTimeline(Figures figures) {
    this(figures, FEW);
  }

  /**
   * @param few up to how many phases none are skipped
   */
  PhaseTimeline(Figures figures, int few) {
    this.few = few;
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
  public double cycles(
      PhaseFigures logit, PhaseFigures attend, int slots, double passReads, boolean roughly) {
    this.logit = logit;
    this.attend = attend;
    shared = logit.shared;
    this.slots = slots;
    state.use(logit, attend, slots, passReads);
    pointsTimed = roughly ? AT_LOGIT : state.pointsThatMatter();
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
    line.clear(false);
    line.add(start | Phase.FIRST_KEYS | Phase.LAST_KEYS);
    describeLine();
    state.begin();
    state.step(line, 0);
    return state.finish(line, start);
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
        timeIterations(level, 0, outside, false);
      }
    }
    int start = Phase.changes(PhaseFigures.AT_START) | changes[0];
    place = outside;
    line.clear(false);
    enumerate(0, start);
    describeLine();
    state.begin();
    play();
    return state.finish(line, start);
  }

  private long phases() {
    long phases = 1;
    for (int level = 0; level < levels; level++) {
      phases *= trips(level);
    }
    return phases;
  }

  private int trips(int level) {
    return shared.trips[positions[level]];
  }

  /**
   * Says how many iterations of each loop are played, and which is the last of those before some
   * are skipped. Attend is as many phases behind as there are slots, and has to be past what is
   * different in the first iteration; of instances nothing is. The last iteration is played too, if
   * it is different; and where the phases that follow matter, as many before it as look at it, or
   * at what comes after the loop. At the end of a long iteration nothing is looked at.
   */
  private void planSkips() {
    boolean looksAhead = state.order.looksAhead;
    int phases = 1;
    boolean areFew = phases() <= few;
    for (int level = levels - 1; level >= 0; level--) {
      boolean isInnermost = level == levels - 1;
      boolean cutsKeys = positions[level] == shared.keyLoop;
      int ragged = isRagged(level) ? 1 : 0;
      isLong[level] = phases >= LONG && !areFew;
      boolean firstIsAlike = phases > slots && !cutsKeys;
      boolean skipsAtOnce = isLong[level] || positions[level] == 0 && !looksAhead;
      int last = firstIsAlike && skipsAtOnce ? 0 : phases > slots ? 1 : isInnermost ? slots : 2;
      int after = cutsKeys ? 1 : ragged;
      if (looksAhead && !isLong[level]) {
        last += isInnermost && trips(level) < LONG ? 2 : 1;
        after = Math.max(after, lookingAtIterations(level) + ragged);
      }
      lastBeforeSkip[level] = last;
      alikeBeforeSkip[level] = firstIsAlike ? last : last - (slots + phases - 1) / phases;
      played[level] = areFew ? trips(level) : Math.min(trips(level), last + 1 + after);
      phases *= Math.min(LONG, trips(level));
    }
  }

  /**
   * How many iterations of a loop may be looked at from the one before: as many as have slots for
   * what they load, and the first that has not; if nothing is loaded ahead, one that may have loads
   * that wait.
   */
  private int lookingAtIterations(int level) {
    QueuedLoads ofLogit = logit.queued;
    QueuedLoads ofAttend = attend.queued;
    if (!ofLogit.lets || !ofAttend.lets) {
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
   * Iterations of {@code level} that are looked at until a tensor has no slot left.
   *
   * @param tiles of it that are looked at
   * @param loops the loops, by position, with which it is loaded
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

  /** Adds to the line what is played of a loop. */
  private void enumerate(int level, int firstChanges) {
    int outside = place;
    int trips = trips(level);
    int played = this.played[level];
    for (int k = 0; k < played; k++) {
      place = place(level, outside, k == 0, k == played - 1);
      enumerateIteration(level, k == 0 ? firstChanges : changes[level]);
      if (trips > played && k == lastBeforeSkip[level]) {
        line.addGap(level, Phase.context(outside));
      }
    }
    place = outside;
  }

  private void enumerateIteration(int level, int advanced) {
    if (level < levels - 1) {
      enumerate(level + 1, advanced);
      if (isLong[level]) {
        line.endIteration();
      }
    } else {
      line.add(place | advanced);
    }
  }

  private void describeLine() {
    if (state.order.looksAhead) {
      line.describe(logit, attend, slots);
    }
  }

  /** Plays the line. */
  private void play() {
    for (int at = 0; at < line.size; at++) {
      state.step(line, at);
      skipGaps(at);
    }
  }

  private void skipGaps(int at) {
    for (int level = levels - 1; line.hasGap(at) && level >= 0; level--) {
      if (line.hasGap(at, level)) {
        int context = line.contextOfGap(at, level);
        state.skip(trips(level) - played[level], iterations[level][context]);
      }
    }
  }

  /**
   * Times an iteration in the middle of a loop, wherever the loops around it may be.
   *
   * @param rare whether it is the first or the last of many iterations of a loop around
   */
  private void timeIterations(int level, int around, int outside, boolean rare) {
    if (around == level) {
      int context = Phase.context(outside);
      if ((known >> context & 1) == 0) {
        known |= 1 << context;
        place = outside;
        time(level, iterations[level][context], rare || isLong[level] ? AT_LOGIT : pointsTimed);
      }
      return;
    }
    boolean many = trips(around) >= MANY;
    int first = place(around, outside, true, false);
    int last = place(around, outside, false, true);
    timeIterations(level, around + 1, first, rare || many && first != outside);
    if (trips(around) > 2 && first != outside) {
      timeIterations(level, around + 1, outside, rare);
    }
    if (last != first) {
      timeIterations(level, around + 1, last, rare || many && last != outside);
    }
  }

  private void time(int level, PhaseIteration iteration, int points) {
    line.clear(true);
    enumerateIteration(level, changes[level]);
    describeLine();
    state.order.phases = 0;
    while (state.order.phases <= slots) {
      remember();
    }
    if (state.order.looksAhead) {
      goOn(alikeBeforeSkip[level]);
    }
    iteration.clear();
    for (int point = 0; point < PhaseIteration.POINTS; point++) {
      if ((points >> point & 1) != 0) {
        state.beginAt(point);
        play();
        iteration.setFrom(point, state);
      }
    }
    iteration.repeat(trips(level) - played[level]);
    state.describe(iteration);
  }

  /** Goes past so many iterations for what their order makes certain of the loads. */
  private void goOn(int count) {
    PhaseOrder order = state.order;
    order.ahead.beginInside();
    for (int k = 0; k < count; k++) {
      for (int at = 0; at < line.size; at++) {
        order.pass(line, at);
        passGaps(at);
      }
    }
    order.ahead.mark();
  }

  private void passGaps(int at) {
    for (int level = levels - 1; line.hasGap(at) && level >= 0; level--) {
      if (line.hasGap(at, level)) {
        state.order.ahead.pass(iterations[level][line.contextOfGap(at, level)].loadsAhead);
      }
    }
  }

  /** Remembers the phases of the line without playing them. */
  private void remember() {
    for (int at = 0; at < line.size; at++) {
      state.order.remember(line.phase(at));
    }
  }
}
