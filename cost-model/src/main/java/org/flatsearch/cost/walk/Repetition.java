package org.flatsearch.cost.walk;

import java.util.Arrays;

/**
 * Recognises that a timeline repeats itself, and skips the repetitions.
 *
 * <p>Whenever the first core begins an iteration of a loop, the state of the timeline is compared
 * with an earlier one of the same loop. If nothing but that loop's index differs, everything that
 * happened between the two will happen again with all its delays, for as long as no core comes to
 * the loop's last tile: its loads and array work are those of the same tiles further on. So the
 * walk continues where the last of these repetitions ends.
 */
final class Repetition {
  /** Loops with fewer iterations are not watched. */
  private static final int LEAST_ITERATIONS = 6;

  /** How long an earlier state is kept for comparison, in iterations. */
  private static final int LONGEST_WAIT = 64;

  /** A loop and an earlier state of it. */
  private static final class Reference {
    final WatchedLoop loop;

    /** Whether there is an earlier state. */
    boolean isSet;

    TimelineState state = new TimelineState();

    /** The ticks that had been skipped then, and what each core had counted. */
    long skippedTicks;

    WordCounts[] counts;

    /** How many later states have been compared with that one. */
    int comparisons;

    /**
     * How many comparisons to make before a newer state is kept instead; doubles each time, so that
     * long patterns are found.
     */
    int wait = 1;

    /** How many iterations to ignore. */
    int rest;

    /**
     * The next {@link #rest}; doubles each time that the loop restarts before anything has been
     * skipped.
     */
    private int nextRest = 1;

    Reference(WatchedLoop loop) {
      this.loop = loop;
    }

    /** The outer loops have moved on. */
    void restart() {
      isSet = false;
      wait = 1;
      rest = nextRest;
      nextRest = Math.min(LONGEST_WAIT, 2 * nextRest);
    }

    void hasSkipped() {
      isSet = false;
      nextRest = 1;
    }
  }

  private final Core[] cores;
  private final Dram dram;

  /** By ordinal of the stage and position of the loop. */
  private final Reference[][] references;

  /** The state that is being described. */
  private TimelineState state = new TimelineState();

  private long skippedTicks;

  Repetition(WalkPlan plan, Core[] cores, Dram dram) {
    this.cores = cores;
    this.dram = dram;
    references = new Reference[plan.nest.stages.length][plan.nest.stages[0].loops];
    for (int stage = 0; stage < references.length; stage++) {
      for (int position = 0; position < references[stage].length; position++) {
        WatchedLoop loop = WatchedLoop.of(plan.nest.stages[stage], plan.dealing, position);
        references[stage][position] = new Reference(loop);
      }
      if (plan.dealing.loops() > 1 && plan.dealing.alike()) {
        Arrays.fill(
            references[stage],
            0,
            plan.dealing.loops(),
            references[stage][plan.dealing.loops() - 1]);
      }
    }
  }

  /** Ticks of everything that has been skipped. */
  long skippedTicks() {
    return skippedTicks;
  }

  /** Looks at the timeline when its first core has begun an iteration of a loop. */
  void observe(long now) {
    StageCursor step = cores[0].step();
    Reference reference = references[step.stage.stage.ordinal()][cores[0].begunLoop];
    if (reference.loop.iterations() < LEAST_ITERATIONS) {
      return;
    }
    if (reference.rest > 0) {
      reference.rest--;
      return;
    }
    state.begin(now);
    if (!reference.isSet) {
      for (Core core : cores) {
        core.describe(state);
      }
      dram.describe(state);
      keep(reference);
      return;
    }
    cores[0].describe(state);
    long iterations = state.iterationsSince(reference.state, reference.loop);
    if (iterations == 0) {
      reference.restart();
      return;
    }
    boolean keeps = ++reference.comparisons >= reference.wait;
    // Usually one of the first cores shows that nothing repeats; describing all takes long.
    boolean isAlike = state.beginsAs(reference.state);
    for (int core = 1; core < cores.length && (isAlike || keeps); core++) {
      cores[core].describe(state);
      isAlike = isAlike && state.beginsAs(reference.state);
    }
    if (isAlike || keeps) {
      dram.describe(state);
      isAlike = isAlike && state.repeats(reference.state, reference.loop);
    }
    if (isAlike && skip(reference, iterations)) {
      reference.hasSkipped();
    } else if (keeps) {
      keep(reference);
    }
  }

  private void keep(Reference reference) {
    TimelineState kept = state;
    state = reference.state;
    reference.state = kept;
    reference.isSet = true;
    reference.skippedTicks = skippedTicks;
    reference.comparisons = 0;
    reference.wait = Math.min(LONGEST_WAIT, 2 * reference.wait);
    if (reference.counts == null) {
      reference.counts = new WordCounts[cores.length];
      Arrays.setAll(reference.counts, core -> new WordCounts());
    }
    for (int core = 0; core < cores.length; core++) {
      reference.counts[core].copyFrom(cores[core].counts);
    }
  }

  private boolean skip(Reference reference, long iterations) {
    WatchedLoop loop = reference.loop;
    long left = Long.MAX_VALUE;
    for (Core core : cores) {
      left = Math.min(left, core.left(loop));
    }
    long repetitions = left / iterations;
    if (repetitions < 1) {
      return false;
    }
    long ticks = skippedTicks - reference.skippedTicks + state.now() - reference.state.now();
    skippedTicks += ticks * repetitions;
    for (int core = 0; core < cores.length; core++) {
      cores[core].skip(loop, repetitions * iterations);
      cores[core].counts.addSince(reference.counts[core], repetitions);
    }
    return true;
  }
}
