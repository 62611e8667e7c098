package org.flatsearch.cost.loopnest.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.flatsearch.cost.RandomNests;
import org.flatsearch.cost.loopnest.SingleStages;
import org.flatsearch.cost.loopnest.StageCosts;
import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.SharedTiles;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares a timeline that skips iterations with one that plays all phases. */
@Execution(ExecutionMode.CONCURRENT)
class PhaseTimelineTest {
  private static final long SEED = 20_261_127;
  private static final int NESTS = 4_000;
  private static final double ROUNDING = 1e-9;

  private long seed = SEED;
  private RandomNests nests = new RandomNests(SEED);
  private final Random random = new Random(SEED);

  private Figures figures;
  private LoopNest nest;
  private int slots;
  private double passReads;
  private SharedTiles shared;
  private StageCosts logit;
  private StageCosts attend;
  private List<?> what;

  @Test
  void skippingNeverTakesLongerThanPlayingAllAndIsClose() {
    int skipped = 0;
    double lost = 0;
    for (int k = 0; k < NESTS; k++) {
      draw(k);
      double all = playAll();
      double time = timeline();
      assertThat(time).as("%s", what).isLessThanOrEqualTo(all * (1 + ROUNDING));
      if (all > 0 && phases() > 30) {
        skipped++;
        lost += 1 - time / all;
      }
    }
    assertThat(skipped).isGreaterThan(NESTS / 10);
    assertThat(lost / skipped).isLessThan(0.01);
  }

  /** Skipping iterations once gave these nests a longer time than playing all. */
  @ParameterizedTest
  @ValueSource(longs = {73_284_503_834_193L, 222_982_683_415_540L})
  void skippingTakesNoLongerInNestsWhereItDid(long seedOfNest) {
    seed = seedOfNest;
    nests = new RandomNests(seed);
    draw(1);
    assertThat(timeline()).as("%s", what).isLessThanOrEqualTo(playAll() * (1 + ROUNDING));
  }

  @Test
  void noFigureThatRisesMakesItShorter() {
    for (int k = 0; k < NESTS; k++) {
      draw(k);
      double time = timeline();
      PhaseFigures of = random.nextBoolean() ? logit.phases : attend.phases;
      int figure = random.nextInt(of.cycles.length);
      of.cycles[figure] += random.nextInt(1000);
      assertThat(timeline()).as("%s", what).isGreaterThanOrEqualTo(time * (1 - ROUNDING));
    }
  }

  private void draw(int k) {
    AttentionWorkload workload = nests.longWorkload();
    Accelerator accelerator = nests.accelerator(2);
    figures = new Figures(accelerator, workload);
    nest = nests.nestOfSmallTiles(workload);
    slots = nest.fused ? nest.slots[Tensor.LOGITS.ordinal()] : 1;
    passReads = nest.fused ? 0 : 1 + 2 * (k & 1);
    SingleStages stages = new SingleStages(accelerator, workload);
    logit = stages.count(nest, Stage.LOGIT);
    attend = stages.count(nest, Stage.ATTEND);
    shared = logit.phases.shared;
    what = List.of("seed", seed, "nest", k, nest.toSchedule(), workload, accelerator);
  }

  private double timeline() {
    PhaseTimeline timeline = new PhaseTimeline(figures, 0);
    return timeline.cycles(logit.phases, attend.phases, slots, passReads, false);
  }

  private long phases() {
    long phases = 1;
    for (int position = 0; position < shared.loops; position++) {
      phases *= shared.trips[position];
    }
    return phases;
  }

  /** Plays every phase in turn. */
  private double playAll() {
    PhaseState state = new PhaseState(figures);
    state.use(logit.phases, attend.phases, slots, passReads);
    PhaseLine line = new PhaseLine((int) phases());
    int[] at = new int[shared.loops];
    int start = Phase.advancing(PhaseFigures.AT_START | (1 << shared.loops) - 1);
    int changes = start;
    line.clear(false);
    while (changes != 0) {
      line.add(place(at) | changes);
      changes = advance(at);
    }
    line.describe(logit.phases, attend.phases, slots);
    state.order.lookAhead(true);
    state.begin();
    for (int phase = 0; phase < line.size; phase++) {
      state.step(line, phase);
    }
    return state.finish(line, start);
  }

  private int place(int[] at) {
    int place = 0;
    for (int position = 0; position < at.length; position++) {
      boolean last = at[position] == shared.trips[position] - 1;
      place |= last ? 1 << position & shared.ragged : 0;
    }
    int keys = shared.keyLoop < 0 ? 0 : at[shared.keyLoop];
    int keyTiles = shared.keyLoop < 0 ? 1 : shared.trips[shared.keyLoop];
    return place
        | (keys == 0 ? Phase.FIRST_KEYS : 0)
        | (keys == keyTiles - 1 ? Phase.LAST_KEYS : 0);
  }

  /** Goes to the next shared tile; returns what changes, or 0 if there is none. */
  private int advance(int[] at) {
    for (int position = at.length - 1; position >= 0; position--) {
      if (++at[position] < shared.trips[position]) {
        int loops = 0;
        for (int each = position; each < at.length; each++) {
          loops |= shared.trips[each] > 1 ? 1 << each : 0;
        }
        return Phase.advancing(loops);
      }
      at[position] = 0;
    }
    return 0;
  }
}
