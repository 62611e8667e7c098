package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.Verification;
import org.flatsearch.results.WhatIf;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class SharedSchedulesTest {
  private static final PlannedSearch SEARCH = search(1, "512KiB");
  private static final PlannedSearch TINY = search(1, "4");
  private static final ResultDocument POOR = SEARCH.run();
  private static final ResultDocument GOOD = search(500, "512KiB").run();
  private static final RatedSchedule BEST = GOOD.best().orElseThrow();

  private static PlannedSearch search(long evaluations, String bufferBytes) {
    return new PlannedSearch(
        Plans.of(
            SpecCatalogue.accelerator("flat-edge").with("bufferBytes", bufferBytes),
            SpecCatalogue.workload("bert").withSequence(64),
            CostModels.named("loopnest"),
            "full",
            "random",
            evaluations));
  }

  private static SharedSchedules shared(ResultDocument result) {
    return SharedSchedules.of(result, List.of());
  }

  private static Optimality known(Status status, List<Double> lowerBound) {
    return new Optimality("loopnest", status, lowerBound, OptionalDouble.empty());
  }

  private static ResultDocument poor(Optimality optimality, List<RatedSchedule> front) {
    return new ResultDocument(
        POOR.accelerator(),
        POOR.workload(),
        POOR.modelVersion(),
        POOR.setting(),
        1,
        1,
        Stop.EVALUATIONS,
        POOR.best(),
        optimality,
        front,
        POOR.trace(),
        Map.of("restarts", 3L),
        Optional.of(
            new Verification(
                "walk",
                OptionalInt.empty(),
                List.of(),
                List.of(),
                OptionalDouble.empty(),
                Optional.empty())),
        List.of());
  }

  private static WhatIf whatIf(Optional<RatedSchedule> best, Status status) {
    return new WhatIf(WhatIf.Part.LANES, 2, best, known(status, List.of()));
  }

  @Test
  void giveASearchTheBetterScheduleOfAnother() {
    double bound = BEST.cost().latencySeconds() / 4;

    ResultDocument improved =
        shared(GOOD)
            .improve(poor(known(Status.BOUNDED, List.of(bound, 0.0)), List.of()), SEARCH.plan());

    assertThat(improved.best()).contains(BEST);
    assertThat(improved.front()).as("none was sought").isEmpty();
    assertThat(improved.optimality().status()).isEqualTo(Status.BOUNDED);
    assertThat(improved.optimality().lowerBound()).containsExactly(bound, 0.0);
    assertThat(improved.optimality().gap().orElseThrow()).isCloseTo(3, within(1e-9));
    assertThat(improved.counters())
        .containsOnly(
            entry("restarts", 3L), entry("schedules taken over from what-if searches", 1L));
    assertThat(improved.verification()).as("that of the other schedule").isEmpty();
  }

  @Test
  void giveASearchTheBestOfSeveralThatAreBetter() {
    List<WhatIf> found =
        IntStream.of(50, 500, 5000)
            .mapToObj(evaluations -> search(evaluations, "512KiB").run().best().orElseThrow())
            .distinct()
            .sorted(Comparator.comparing(best -> -best.cost().latencySeconds()))
            .map(best -> whatIf(Optional.of(best), Status.UNKNOWN))
            .toList();
    assertThat(found).hasSizeGreaterThan(2);
    WhatIf worst = found.get(0);

    WhatIf best = found.get(found.size() - 1);
    for (List<WhatIf> order : List.of(found, List.of(best, found.get(1)))) {
      assertThat(SharedSchedules.of(POOR, order).improve(worst, SEARCH.plan()).best())
          .isEqualTo(best.best());
    }
  }

  @Test
  void areThoseOfTheSearchAndOfItsWhatIfs() {
    WhatIf best = whatIf(Optional.of(BEST), Status.UNKNOWN);
    WhatIf none = whatIf(Optional.empty(), Status.UNKNOWN);

    assertThat(SharedSchedules.of(POOR, List.of(none, best, best)).schedules())
        .containsExactly(POOR.best().orElseThrow().schedule(), BEST.schedule());
  }

  @Test
  void leaveWhatIsAsGood() {
    assertThat(shared(GOOD).improve(GOOD, SEARCH.plan())).isSameAs(GOOD);
    assertThat(shared(POOR).improve(GOOD, SEARCH.plan())).isSameAs(GOOD);
    WhatIf found = whatIf(Optional.of(BEST), Status.UNKNOWN);
    assertThat(SharedSchedules.of(POOR, List.of(found)).improve(found, SEARCH.plan()))
        .isSameAs(found);
  }

  @Test
  void leaveWhatIsProven() {
    ResultDocument proven = poor(known(Status.PROVEN, List.of()), List.of());

    assertThat(shared(GOOD).improve(proven, SEARCH.plan())).isSameAs(proven);
  }

  @Test
  void joinAFrontAndReplaceWhatTheyDominate() {
    RatedSchedule dominated = POOR.best().orElseThrow();
    Cost cost = dominated.cost();
    RatedSchedule frugal =
        new RatedSchedule(dominated.schedule(), Records.cost(cost, cost.latencySeconds(), 0));
    ResultDocument front = poor(known(Status.UNKNOWN, List.of()), List.of(dominated, frugal));

    ResultDocument improved = shared(GOOD).improve(front, SEARCH.plan());
    assertThat(improved.best()).contains(BEST);
    assertThat(improved.front()).containsExactly(BEST, frugal);
  }

  @Test
  void replaceWhatTiesWithinTheToleranceAndIsWorseElsewhere() {
    Tolerance percent = Tolerance.of(0.01);
    SearchPlan plan = SEARCH.plan();
    SearchPlan tolerant =
        new SearchPlan(
            plan.accelerator(),
            plan.workload(),
            new SearchSetting(
                plan.model().name(),
                plan.setting().space(),
                plan.setting().restrictions(),
                plan.objective().within(percent),
                plan.strategy().name(),
                plan.setting().parameters(),
                plan.setting().seed(),
                plan.budget(),
                plan.setting().start()),
            plan.model(),
            plan.strategy());
    Cost cost = BEST.cost();
    RatedSchedule alike =
        new RatedSchedule(
            BEST.schedule(),
            Records.cost(cost, percent.floor(cost.latencySeconds()), 2 * cost.energyJoules()));
    assertThat(alike.cost().latencySeconds()).isLessThan(cost.latencySeconds());

    ResultDocument front = poor(known(Status.UNKNOWN, List.of()), List.of(alike));
    assertThat(shared(GOOD).improve(front, tolerant).front()).containsExactly(BEST);
  }

  @Test
  void takeThePlaceOfNoneAndOfOneThatDoesNotFit() {
    for (Optional<RatedSchedule> found :
        List.of(Optional.<RatedSchedule>empty(), Optional.of(TINY.plan().rate(BEST.schedule())))) {
      WhatIf improved = shared(GOOD).improve(whatIf(found, Status.UNKNOWN), SEARCH.plan());
      assertThat(improved.part()).isEqualTo(WhatIf.Part.LANES);
      assertThat(improved.factor()).isEqualTo(2);
      assertThat(improved.best()).contains(BEST);
    }
  }

  @Test
  void areNotTakenWhereTheyDoNotFit() {
    WhatIf none = whatIf(Optional.empty(), Status.UNKNOWN);

    assertThat(TINY.plan().rate(BEST.schedule()).cost().isFeasible()).isFalse();
    assertThat(shared(GOOD).improve(none, TINY.plan())).isSameAs(none);
  }

  @Test
  void areNotTakenWhereTheyAreOutsideTheSpace() {
    // Row tiles are whole heads and one, two and four times the rows.
    SharedSchedules ofRows256 = shared(published("64", "row.tile==256").run());
    SharedSchedules ofRows128 = shared(published("64", "row.tile==128").run());
    WhatIf none = whatIf(Optional.empty(), Status.UNKNOWN);
    SearchPlan half = published("32").plan();

    assertThat(half.rate(ofRows256.schedules().get(0)).cost().isFeasible()).isTrue();
    assertThat(ofRows256.improve(none, half)).isSameAs(none);
    assertThat(ofRows128.improve(none, half).best()).isPresent();
    assertThat(ofRows128.improve(none, published("32", "row.tile!=128").plan())).isSameAs(none);
  }

  private static PlannedSearch published(String rows, String... restrictions) {
    return new PlannedSearch(
        Plans.of(
            SpecCatalogue.accelerator("flat-edge").with("rows", rows),
            SpecCatalogue.workload("bert"),
            CostModels.named("flat"),
            "published",
            "exhaustive",
            1000,
            restrictions));
  }
}
