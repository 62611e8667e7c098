package org.flatsearch.cost.loopnest.timeline;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.SharedTiles;

/**
 * Follows one core through all phases of a nest, and so finds the longest chain of {@link
 * PhaseState}'s rules through them. These chains include those that no closed formula of {@code
 * CriticalChains} has, because phases differ: at the first key tile of a row Q is loaded, at the
 * last one O is stored, and the last tile of a loop may be smaller. Time that is lost in such a
 * phase is not made up for later.
 *
 * <p><b>Long loops.</b> If there are few phases, all are played. Otherwise, the first iterations of
 * each loop are played, and the last ones if they are of a kind of their own. Those between are
 * alike and are skipped. Let x be a state at the end of an iteration, and e the time of some point
 * in its course, say the end of its last phase of Logit. Compare x with a state of which nothing is
 * known but that this point is at time e: no figure of x is less. So one iteration later, all
 * points are reached no sooner than from the other state, and n iterations later, the same point is
 * reached no sooner than n times that far ({@link PhaseIteration}). The lanes and the loads advance
 * by at least their own work.
 *
 * <p>What follows a phase in the queue of loads depends on the phases that come next. So iterations
 * are alike only if the iterations after them begin alike too: the last iteration is not like the
 * others, and if a loop ends with a smaller tile, nor is the one before.
 *
 * <p><b>What is left out because it contributes little.</b> A few phases are a small part of many.
 * So the loads that follow in the queue are not looked at in a long iteration, which is timed from
 * one point only, nor in what is played of the whole nest, unless that is all of it. And there are
 * no figures of kinds that hardly any phase is of ({@link SharedTiles#HARDLY_ANY}). All of this
 * only makes the time shorter.
 *
 * <p>All results are maxima of sums of figures, so the time never falls when a figure rises: an
 * exact search may conclude from the figures which choice is no worse.
 */
public final class PhaseTimeline {
  /** The most phases of a line: of few all, else those of the iterations that are played. */
  static final int MOST_ENTRIES =
      PlayedLoops.MOST_AROUND * PlayedLoops.MOST_AROUND * PlayedLoops.MOST_INNERMOST;

  /** Up to this number of phases, none are skipped. */
  static final int FEW = 256;

  private static final int AT_LOGIT = 1 << PhaseIteration.LOGIT;

  private final int few;
  private final PhaseState state;
  private PhaseFigures logit;
  private PhaseFigures attend;
  private SharedTiles shared;
  private int logitSlots;

  /** The set of points that iterations are timed from. */
  private int pointsTimed;

  private final PlayedLoops loops = new PlayedLoops();

  /** By level: what changes when that loop advances, which is this loop and all loops inside it. */
  private final int[] changes = new int[PlayedLoops.LEVELS];

  /** By level and context: an iteration in the middle of the loop. */
  private final PhaseIteration[][] iterations =
      new PhaseIteration[PlayedLoops.LEVELS][Phase.CONTEXTS];

  /** The set of contexts whose iteration has been timed, of the level that is being timed. */
  private int known;

  /** Where the loops are: a {@link Phase} without what has changed. */
  private int place;

  /** The phases that are being played. */
  private final PhaseLine line = new PhaseLine(MOST_ENTRIES);

  /** Creates a timeline that plays all phases where they are few. */
  public PhaseTimeline(Figures figures) {
    this(figures, FEW);
  }

  /**
   * Creates a timeline.
   *
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
   * Returns how many cycles pass at least from the first load to the last store.
   *
   * @param logitSlots slots of the logits; 1 if they go through DRAM
   * @param passReads how often the softmax pass reads each logit from DRAM; 0 if logits stay on
   *     chip
   * @param roughly whether to time the iterations that are skipped from the end of Logit only,
   *     which takes a third of the time and may give a lower result
   */
  public double cycles(
      PhaseFigures logit, PhaseFigures attend, int logitSlots, double passReads, boolean roughly) {
    this.logit = logit;
    this.attend = attend;
    shared = logit.shared;
    this.logitSlots = logitSlots;
    state.use(logit, attend, logitSlots, passReads);
    pointsTimed = roughly ? AT_LOGIT : state.pointsThatMatter();
    loops.use(logit, attend);
    return loops.levels > 0 ? cycles() : cyclesOfOne();
  }

  /** The time if each stage has only one phase. */
  private double cyclesOfOne() {
    int start = Phase.advancing(PhaseFigures.AT_START);
    line.clear(false);
    line.add(start | Phase.FIRST_KEYS | Phase.LAST_KEYS);
    state.order.lookAhead(true);
    describeLine();
    state.begin();
    state.step(line, 0);
    return state.finish(line, start);
  }

  private double cycles() {
    loops.plan(few, logitSlots, state.order.canBeHeldUp);
    int levels = loops.levels;
    int advancing = 0;
    for (int level = levels - 1; level >= 0; level--) {
      advancing |= 1 << loops.positions[level];
      changes[level] = Phase.advancing(advancing);
    }
    boolean cutsKeys = shared.keyLoop >= 0 && shared.trips[shared.keyLoop] > 1;
    int outside = cutsKeys ? 0 : Phase.FIRST_KEYS | Phase.LAST_KEYS;
    for (int level = levels - 1; level >= 0; level--) {
      if (loops.skipped(level) > 0) {
        known = 0;
        timeIterations(level, 0, outside);
      }
    }
    int start = Phase.advancing(PhaseFigures.AT_START) | changes[0];
    place = outside;
    line.clear(false);
    enumerate(0, start);
    state.order.lookAhead(loops.areFew);
    describeLine();
    state.begin();
    play();
    return state.finish(line, start);
  }

  /**
   * Where the loops are when that of {@code level} is at its first or last iteration, or between,
   * and those around it are at {@code outside}.
   */
  private int place(int level, int outside, boolean first, boolean last) {
    int position = loops.positions[level];
    int inside = outside;
    if (last) {
      inside |= 1 << position & shared.ragged;
    }
    if (position == shared.keyLoop) {
      inside |= (first ? Phase.FIRST_KEYS : 0) | (last ? Phase.LAST_KEYS : 0);
    }
    return inside;
  }

  /** Adds those phases of a loop to the line that are played. */
  private void enumerate(int level, int firstChanges) {
    int outside = place;
    int played = loops.played[level];
    boolean skips = loops.skipped(level) > 0;
    for (int k = 0; k < played; k++) {
      place = place(level, outside, k == 0, k == played - 1);
      enumerateIteration(level, k == 0 ? firstChanges : changes[level]);
      if (skips && k == loops.lastBeforeSkip[level]) {
        line.addGap(level, Phase.context(outside));
      }
    }
    place = outside;
  }

  private void enumerateIteration(int level, int advanced) {
    if (level < loops.levels - 1) {
      enumerate(level + 1, advanced);
    } else {
      line.add(place | advanced);
    }
  }

  private void describeLine() {
    if (state.order.looksAhead) {
      line.describe(logit, attend, logitSlots);
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
    for (int level = loops.levels - 1; line.hasGap(at) && level >= 0; level--) {
      if (line.hasGap(at, level)) {
        int context = line.contextOfGap(at, level);
        state.skip(loops.skipped(level), iterations[level][context]);
      }
    }
  }

  /** Times an iteration in the middle of a loop, for each context that the loops around it give. */
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
    if (loops.trips(around) > 2 && first != outside) {
      timeIterations(level, around + 1, outside);
    }
    if (last != first) {
      timeIterations(level, around + 1, last);
    }
  }

  /** Times an iteration. A long one is timed from one point only, without looking ahead. */
  private void time(int level, PhaseIteration iteration) {
    boolean closely = !loops.isLong[level];
    int points = closely ? pointsTimed : AT_LOGIT;
    line.clear(true);
    enumerateIteration(level, changes[level]);
    state.order.lookAhead(closely);
    describeLine();
    state.order.phases = 0;
    while (state.order.phases <= logitSlots) {
      remember();
    }
    if (state.order.looksAhead) {
      goOn(loops.alikeBeforeSkip[level]);
    }
    iteration.clear();
    for (int point = 0; point < PhaseIteration.POINTS; point++) {
      if ((points >> point & 1) != 0) {
        state.beginAt(point);
        play();
        iteration.setFrom(point, state);
      }
    }
    iteration.repeat(loops.skipped(level));
    state.describe(iteration);
  }

  /** Passes {@code count} iterations, to find what their order makes certain about the loads. */
  private void goOn(int count) {
    PhaseOrder order = state.order;
    order.blocking.beginInside();
    for (int k = 0; k < count; k++) {
      for (int at = 0; at < line.size; at++) {
        order.pass(line, at);
        passGaps(at);
      }
    }
    order.blocking.mark();
  }

  private void passGaps(int at) {
    for (int level = loops.levels - 1; line.hasGap(at) && level >= 0; level--) {
      if (line.hasGap(at, level)) {
        state.order.blocking.pass(iterations[level][line.contextOfGap(at, level)].loadsAhead);
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
