package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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
