package org.flatsearch.cost.loopnest.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.schedule.Residency;
import org.junit.jupiter.api.Test;

/** A line of phases has room for all that are played, whatever the loops, loads and slots. */
class PlayedLoopsTest {
  private static final long SEED = 20_261_201;
  private static final int CASES = 300_000;
  private static final int SETS_OF_LOOPS = 1 << PlayedLoops.LEVELS;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void noMoreArePlayedThanALineHasRoomFor() {
    int mostOfInnermost = 0;
    int mostAround = 0;
    for (int k = 0; k < CASES; k++) {
      PlayedLoops loops = draw();
      int phases = 1;
      for (int level = 0; level < loops.levels; level++) {
        phases *= loops.played[level];
        boolean isInnermost = level == loops.levels - 1;
        if (!loops.areFew && isInnermost) {
          mostOfInnermost = Math.max(mostOfInnermost, loops.played[level]);
        } else if (!loops.areFew) {
          mostAround = Math.max(mostAround, loops.played[level]);
        }
      }
      assertThat(phases)
          .as("seed %s, case %s", SEED, k)
          .isLessThanOrEqualTo(loops.areFew ? PhaseTimeline.FEW : PhaseTimeline.MOST_ENTRIES);
    }
    assertThat(mostOfInnermost).isEqualTo(PlayedLoops.MOST_INNERMOST);
    assertThat(mostAround).isEqualTo(PlayedLoops.MOST_AROUND);
    assertThat(PhaseTimeline.FEW).isLessThanOrEqualTo(PhaseTimeline.MOST_ENTRIES);
  }

  private PlayedLoops draw() {
    PhaseFigures logit = new PhaseFigures();
    PhaseFigures attend = new PhaseFigures();
    logit.shared.loops = 1 + random.nextInt(PlayedLoops.LEVELS);
    for (int position = 0; position < logit.shared.loops; position++) {
      logit.shared.trips[position] = 1 + random.nextInt(2 * PlayedLoops.LONG);
    }
    logit.shared.ragged = random.nextInt(SETS_OF_LOOPS);
    logit.shared.keyLoop = random.nextInt(logit.shared.loops + 1) - 1;
    logit.inputLoops = random.nextInt(SETS_OF_LOOPS);
    logit.weightLoops = random.nextInt(SETS_OF_LOOPS);
    attend.weightLoops = random.nextInt(SETS_OF_LOOPS);
    logit.prefetch.allAhead = random.nextInt(4) > 0;
    attend.prefetch.allAhead = random.nextInt(4) > 0;
    logit.prefetch.input.slots = random.nextInt(Residency.MAX_SLOTS + 1);
    logit.prefetch.weight.slots = random.nextInt(Residency.MAX_SLOTS + 1);
    attend.prefetch.weight.slots = random.nextInt(Residency.MAX_SLOTS + 1);
    PlayedLoops loops = new PlayedLoops();
    loops.use(logit, attend);
    int logitSlots = 1 + random.nextInt(Residency.MAX_SLOTS);
    loops.plan(random.nextBoolean() ? 0 : PhaseTimeline.FEW, logitSlots, random.nextInt(4) > 0);
    return loops;
  }
}
