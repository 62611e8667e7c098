package org.flatsearch.cost.walk;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;

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
    TimelineState state;
    BigInteger skippedTicks = BigInteger.ZERO;

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

    void keep(TimelineState state, BigInteger skippedTicks) {
      this.state = state;
      this.skippedTicks = skippedTicks;
      comparisons = 0;
      wait = Math.min(LONGEST_WAIT, 2 * wait);
    }

    /** The outer loops have moved on. */
    void restart() {
      state = null;
      wait = 1;
      rest = nextRest;
      nextRest = Math.min(LONGEST_WAIT, 2 * nextRest);
    }

    void hasSkipped() {
      state = null;
      nextRest = 1;
    }
  }

  private final Map<Stage, Reference[]> references = new EnumMap<>(Stage.class);

  /** May not fit 64 bits: ticks are made for what is played. */
  private BigInteger skippedTicks = BigInteger.ZERO;

  Repetition(Tiling tiling, Dealing dealing) {
    for (Stage stage : Stage.values()) {
      Reference[] ofStage = new Reference[LoopNest.LOOPS];
      for (int position = 0; position < ofStage.length; position++) {
        ofStage[position] = new Reference(WatchedLoop.of(tiling, dealing, stage, position));
      }
      if (dealing.loops() > 1 && dealing.alike()) {
        ofStage[0] = ofStage[dealing.loops() - 1];
      }
      references.put(stage, ofStage);
    }
  }

  /** Ticks of everything that has been skipped. */
  BigInteger skippedTicks() {
    return skippedTicks;
  }

  /**
   * Looks at the timeline when its first core has begun an iteration of a loop.
   *
   * @param step the step that it has begun
   */
  void observe(Timeline timeline, long now, StageCursor step) {
    Reference reference = references.get(step.stage())[step.begunLoop()];
    if (reference.loop.iterations() < LEAST_ITERATIONS) {
      return;
    }
    if (reference.rest > 0) {
      reference.rest--;
      return;
    }
    TimelineState state = timeline.describeFirstCore(now);
    if (reference.state == null) {
      timeline.describeRest(state);
      reference.keep(state, skippedTicks);
      return;
    }
    // Usually the first core alone shows that nothing repeats; describing all of them takes long.
    long iterations = state.iterationsSince(reference.state, reference.loop);
    if (iterations == 0) {
      reference.restart();
      return;
    }
    boolean waitedLong = ++reference.comparisons >= reference.wait;
    if (!state.beginsAs(reference.state) && !waitedLong) {
      return;
    }
    timeline.describeRest(state);
    if (state.iterationsSince(reference.state, reference.loop) == 0) {
      reference.restart();
    } else if (state.hasValuesOf(reference.state) && skip(timeline, reference, state, iterations)) {
      reference.hasSkipped();
    } else if (waitedLong) {
      reference.keep(state, skippedTicks);
    }
  }

  private boolean skip(
      Timeline timeline, Reference reference, TimelineState state, long iterations) {
    WatchedLoop loop = reference.loop;
    if (reference.state.leastTile(loop) < 1) {
      return false;
    }
    long repetitions = state.iterationsLeft(loop) / iterations;
    if (repetitions < 1) {
      return false;
    }
    BigInteger ticks =
        skippedTicks
            .subtract(reference.skippedTicks)
            .add(BigInteger.valueOf(state.now() - reference.state.now()));
    timeline.skip(loop, repetitions * iterations);
    skippedTicks = skippedTicks.add(ticks.multiply(BigInteger.valueOf(repetitions)));
    return true;
  }
}
