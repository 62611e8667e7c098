package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.ChangedModel;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Objective;
import org.junit.jupiter.api.Test;

class RefinementClimbTest {
  private static final CostModel WALK = CostModels.all().get("walk");
  private static final Objective OBJECTIVE = Objective.DEFAULT;

  private static int[] start(PlannedSearch search) {
    return SmallSearch.pointThatFits(search, new SplittableRandom(1));
  }

  private static RefinementClimb climb(CostModel walker, PlannedSearch search) {
    int[] start = start(search);
    Incumbent incumbent = SmallSearch.incumbent(walker, search);
    double[] values = incumbent.replay(start).orElseThrow();
    return new RefinementClimb(incumbent, search, start, values);
  }

  @Test
  void keepsTheValuesOfItsBestReplay() {
    List<double[]> replays = new ArrayList<>();
    CostModel recording =
        new ChangedModel(
            WALK,
            (nest, sheet) -> replays.add(new double[] {sheet.latencySeconds, sheet.energyJoules}));
    RefinementClimb climb = climb(recording, SmallSearch.of());
    climb.allow(100_000);

    while (replays.size() < 20 && climb.step(() -> false)) {
      assertThat(climb.values()).isEqualTo(replays.stream().min(OBJECTIVE::compare).orElseThrow());
    }

    assertThat(replays).hasSizeGreaterThan(3);
    assertThat(climb.values()).isNotEqualTo(replays.get(0));
  }

  /** No four changes in a row lead from the start to what differs in more than 8 decisions. */
  @Test
  void goesOnFromItsBestReplay() {
    PlannedSearch search = SmallSearch.of("form==row:instance-row");
    int[] start = start(search);
    Incumbent incumbent = SmallSearch.incumbent(WALK, search);
    double[] values = incumbent.replay(start).orElseThrow();
    RefinementClimb climb = new RefinementClimb(incumbent, search, start, values);
    climb.allow(100_000);

    for (int k = 0; k < 40 && climb.step(() -> false); k++) {}

    int[] best = search.decisions(incumbent.found().orElseThrow().schedule()).orElseThrow();
    search.searched().makeCanonical(best);
    search.searched().makeCanonical(start);
    assertThat(IntStream.range(0, best.length).filter(k -> best[k] != start[k]).count())
        .isGreaterThan(8);
  }

  @Test
  void drawsNoMoreThanIsAllowedNorAfterTheEnd() {
    RefinementClimb climb = climb(WALK, SmallSearch.of());

    assertThat(climb.step(() -> false)).as("nothing allowed").isFalse();
    climb.allow(1_000);
    assertThat(climb.step(() -> true)).as("over").isFalse();
    assertThat(climb.step(() -> false)).isTrue();
  }

  /** All bounds are better than what this model gives, so each change that is drawn counts. */
  @Test
  void drawsOneChangeForAReplayThenFourThenSixteen() {
    CostModel slow = new ChangedModel(WALK, (nest, sheet) -> sheet.latencySeconds *= 1e6);
    RefinementClimb climb = climb(slow, SmallSearch.of());

    climb.allow(1_000);
    climb.allow(1); // instead of what is left
    assertThat(climb.step(() -> false)).isTrue();
    assertThat(climb.step(() -> false)).isFalse();
    climb = climb(slow, SmallSearch.of());
    climb.allow(1 + 4 + 16);
    for (int replay = 0; replay < 3; replay++) {
      assertThat(climb.step(() -> false)).isTrue();
    }
    assertThat(climb.step(() -> false)).isFalse();
  }

  /** Each replay is better than the one before, so the incumbent has what was replayed last. */
  @Test
  void replaysTheChangeThatIsExpectedToWaitLeast() {
    SearchPlan plan = SmallSearch.of().plan();
    double halfSecondsPerByte = 0.5 / plan.accelerator().dramReadBytesPerSecond();
    List<Double> expected = new ArrayList<>();
    CostModel recording =
        new ChangedModel(
            plan.model(),
            (nest, sheet) ->
                expected.add(sheet.latencySeconds + halfSecondsPerByte * sheet.trafficBytes));
    PlannedSearch search =
        new PlannedSearch(
            Plans.of(plan.accelerator(), plan.workload(), recording, "full", "random", 1));
    double[] latency = {1e6};
    CostModel improving =
        new ChangedModel(WALK, (nest, sheet) -> sheet.latencySeconds = latency[0]--);
    int[] start = start(search);
    Incumbent incumbent = SmallSearch.incumbent(improving, search);
    double[] values = incumbent.replay(start).orElseThrow();
    RefinementClimb climb = new RefinementClimb(incumbent, search, start, values);
    climb.allow(1_000);

    for (int replay = 0; replay < 3; replay++) {
      expected.clear();
      assertThat(climb.step(() -> false)).isTrue();
      Cost bound = incumbent.found().orElseThrow().searched();
      assertThat(bound.latencySeconds() + halfSecondsPerByte * bound.trafficBytes())
          .isCloseTo(Collections.min(expected), withinPercentage(1e-6));
    }
  }

  @Test
  void hasNothingToDrawWhereThereIsASinglePoint() {
    List<Decision> decisions = SmallSearch.of().searched().decisions();
    int[] start = start(SmallSearch.of());
    String[] restrictions =
        IntStream.range(0, start.length)
            .mapToObj(k -> decisions.get(k).name() + "==" + decisions.get(k).label(start[k]))
            .toArray(String[]::new);
    RefinementClimb climb = climb(WALK, SmallSearch.of(restrictions));
    climb.allow(1_000);

    assertThat(climb.step(() -> false)).isFalse();
  }
}
