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
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class RefinementClimbTest {
  private static final CostModel LOOPNEST = CostModels.all().get("loopnest");
  private static final CostModel WALK = CostModels.all().get("walk");
  private static final Objective OBJECTIVE = Objective.DEFAULT;

  private static PlannedSearch search(String... restrictions) {
    return new PlannedSearch(
        Plans.of(
            SpecCatalogue.accelerator("tileflow-edge"),
            SpecCatalogue.workload("bert").withSequence(128),
            LOOPNEST,
            "full",
            "random",
            1,
            restrictions));
  }

  private static Incumbent incumbent(CostModel walker, PlannedSearch search) {
    return new Incumbent(
        walker, search, new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY});
  }

  /** Some point that fits: much is better. */
  private static int[] start(PlannedSearch search) {
    SplittableRandom random = new SplittableRandom(1);
    int[] point;
    do {
      point =
          search.searched().decisions().stream()
              .mapToInt((Decision decision) -> random.nextInt(decision.size()))
              .toArray();
    } while (!incumbent(WALK, search).mayBeImprovedBy(point));
    return point;
  }

  private static RefinementClimb climb(CostModel walker, PlannedSearch search) {
    int[] start = start(search);
    Incumbent incumbent = incumbent(walker, search);
    double[] values = incumbent.replay(start).orElseThrow();
    return new RefinementClimb(incumbent, search.plan(), search.searched(), start, values);
  }

  @Test
  void keepsTheValuesOfItsBestReplay() {
    List<double[]> replays = new ArrayList<>();
    CostModel recording =
        new ChangedModel(
            WALK,
            (nest, sheet) -> replays.add(new double[] {sheet.latencySeconds, sheet.energyJoules}));
    RefinementClimb climb = climb(recording, search());
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
    PlannedSearch search = search("form==row:instance-row");
    int[] start = start(search);
    Incumbent incumbent = incumbent(WALK, search);
    double[] values = incumbent.replay(start).orElseThrow();
    RefinementClimb climb =
        new RefinementClimb(incumbent, search.plan(), search.searched(), start, values);
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
    RefinementClimb climb = climb(WALK, search());

    assertThat(climb.step(() -> false)).as("nothing allowed").isFalse();
    climb.allow(1_000);
    assertThat(climb.step(() -> true)).as("over").isFalse();
    assertThat(climb.step(() -> false)).isTrue();
  }

  @Test
  void hasNothingToDrawWhereThereIsASinglePoint() {
    List<Decision> decisions = search().searched().decisions();
    int[] start = start(search());
    String[] restrictions =
        IntStream.range(0, start.length)
            .mapToObj(k -> decisions.get(k).name() + "==" + decisions.get(k).label(start[k]))
            .toArray(String[]::new);
    RefinementClimb climb = climb(WALK, search(restrictions));
    climb.allow(1_000);

    assertThat(climb.step(() -> false)).isFalse();
  }
}
