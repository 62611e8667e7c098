package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.ChangedModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.search.Objective;
import org.junit.jupiter.api.Test;

class IncumbentTest {
  private static final CostModel WALK = CostModels.all().get("walk");
  private static final Objective OBJECTIVE = Objective.DEFAULT;
  private static final double[] WORST = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};

  private static final PlannedSearch SEARCH = SmallSearch.of();

  private static List<int[]> points(int count) {
    SplittableRandom random = new SplittableRandom(1);
    return Stream.generate(() -> SmallSearch.pointThatFits(SEARCH, random)).limit(count).toList();
  }

  private static Incumbent incumbent(CostModel walker, double[] values) {
    return new Incumbent(walker, SEARCH, values);
  }

  @Test
  void isTheBestOfAllReplays() {
    Incumbent incumbent = incumbent(WALK, WORST);
    List<double[]> replays = new ArrayList<>();

    points(10).forEach(point -> replays.add(incumbent.replay(point).orElseThrow()));

    Comparator<double[]> byObjective = OBJECTIVE::compare;
    double[] best = replays.stream().min(byObjective).orElseThrow();
    assertThat(replays.get(0)).isNotEqualTo(best);
    assertThat(replays.get(9)).isNotEqualTo(best);
    assertThat(CostMetrics.values(incumbent.found().orElseThrow().replayed(), OBJECTIVE))
        .isEqualTo(best);
  }

  @Test
  void isNotReplacedByAnEquallyGoodOne() {
    int[] point = points(1).get(0);
    double[] values = incumbent(WALK, WORST).replay(point).orElseThrow();
    Incumbent incumbent = incumbent(WALK, values.clone());

    assertThat(incumbent.replay(point)).hasValue(values);
    assertThat(incumbent.found()).isEmpty();
  }

  @Test
  void isNeverAScheduleThatDoesNotFitByTheWalker() {
    CostModel tooLarge = new ChangedModel(WALK, (nest, sheet) -> sheet.violationBytes = 1);
    Incumbent incumbent = incumbent(tooLarge, WORST);

    assertThat(incumbent.replay(points(1).get(0))).isEmpty();
    assertThat(incumbent.found()).isEmpty();
  }

  @Test
  void isNeverAScheduleThatTheWalkerRefuses() {
    CostModel failing =
        new ChangedModel(
            WALK,
            (nest, sheet) -> {
              throw new InvalidInputException("takes too long");
            });
    Incumbent incumbent = incumbent(failing, WORST);

    assertThat(incumbent.replay(points(1).get(0))).isEmpty();
    assertThat(incumbent.found()).isEmpty();
  }

  @Test
  void rulesOutWhatItsBoundDoesNotMakeBetterAndCountsItOnce() {
    int[] point = points(1).get(0);
    double[] bound =
        CostMetrics.values(SEARCH.plan().rate(SEARCH.schedule(point)).cost(), OBJECTIVE);
    Incumbent incumbent = incumbent(WALK, bound);

    assertThat(incumbent.mayBeImprovedBy(point)).isFalse();
    assertThat(incumbent.mayBeImprovedBy(point)).isFalse();
    assertThat(incumbent.ruledOut()).isEqualTo(1);
  }

  @Test
  void saysWhatTheModelOfTheSearchGives() {
    int[] point = points(1).get(0);
    CostModel slow = new ChangedModel(WALK, (nest, sheet) -> sheet.latencySeconds *= 2);
    Incumbent incumbent = incumbent(slow, WORST);
    incumbent.replay(point);

    Replay found = incumbent.found().orElseThrow();
    assertThat(found.searched()).isEqualTo(SEARCH.plan().rate(SEARCH.schedule(point)).cost());
    assertThat(found.replayed().latencySeconds())
        .isGreaterThan(1.9 * found.searched().latencySeconds());
    assertThat(incumbent.mayBeImprovedBy(point)).as("replayed already").isFalse();
    assertThat(incumbent.ruledOut()).as("its bound is better").isZero();
  }

  @Test
  void asksForNoReplayOfWhatDoesNotFitByTheModelOfTheSearch() {
    SearchPlan plan = SEARCH.plan();
    CostModel tooLarge = new ChangedModel(plan.model(), (nest, sheet) -> sheet.violationBytes = 1);
    PlannedSearch search =
        new PlannedSearch(
            Plans.of(plan.accelerator(), plan.workload(), tooLarge, "full", "random", 1));

    Incumbent incumbent = new Incumbent(WALK, search, WORST);
    assertThat(incumbent.mayBeImprovedBy(points(1).get(0))).isFalse();
    assertThat(incumbent.ruledOut()).as("by its bound").isZero();
  }

  @Test
  void expectsWaitingOfHalfTheTransfers() {
    int[] point = points(1).get(0);
    Incumbent incumbent = incumbent(WALK, WORST);
    assertThat(incumbent.mayBeImprovedBy(point)).isTrue();

    Cost bound = SEARCH.plan().rate(SEARCH.schedule(point)).cost();
    double transfers = bound.trafficBytes() / SEARCH.plan().accelerator().dramReadBytesPerSecond();
    assertThat(incumbent.expectedSeconds())
        .isCloseTo(bound.latencySeconds() + transfers / 2, withinPercentage(1e-6));
  }

  @Test
  void asksForNoReplayTwice() {
    int[] point = points(1).get(0);
    Incumbent incumbent = incumbent(WALK, WORST);

    assertThat(incumbent.mayBeImprovedBy(point)).isTrue();
    incumbent.know(point);
    assertThat(incumbent.mayBeImprovedBy(point)).isFalse();
    assertThat(incumbent.ruledOut()).as("its bound is better").isZero();
  }
}
