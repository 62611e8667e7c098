package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.ChangedModel;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.search.Decision;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ScheduleRefinementTest {
  private static final CostModel LOOPNEST = CostModels.all().get("loopnest");
  private static final CostModel WALK = CostModels.all().get("walk");
  private static final int REPLAYS = 25;

  @Test
  void findsAScheduleThatWaitsLess() {
    PlannedSearch search = new PlannedSearch(plan(), 1);
    ResultDocument result = search.run();
    Verification replayed =
        new ScheduleReplay(WALK, search.plan()).of(search.bestSchedules(), result.optimality());

    Verification refined = refine(WALK, search, replayed, result);

    Replay first = refined.replays().get(0);
    Replay before = replayed.replays().get(0);
    assertThat(first.searchRank()).isEmpty();
    assertThat(first.replayed().latencySeconds()).isLessThan(before.replayed().latencySeconds());
    assertThat(first.searched().latencySeconds())
        .isBetween(before.searched().latencySeconds(), first.replayed().latencySeconds());
    assertThat(first.replayed().isFeasible()).isTrue();
    assertThat(refined.gap().orElseThrow()).isLessThan(replayed.gap().orElseThrow());
    assertThat(refined.refinement().orElseThrow().replays()).isEqualTo(REPLAYS);
    assertThat(refine(WALK, search, replayed, result)).isEqualTo(refined);
  }

  /**
   * A single climb ends 9% above the bound: no few changes lead to a good schedule of that form.
   */
  @Test
  @Tag("thorough")
  void climbsFromOtherFormsIfTheFirstWaitsMuch() {
    PlannedSearch search =
        new PlannedSearch(
            Plans.of(
                SpecCatalogue.accelerator("simba"),
                SpecCatalogue.workload("llama-7b-prefill").withSequence(192),
                LOOPNEST,
                "full",
                "auto",
                20_000_000),
            1);
    ResultDocument result = search.run();
    Verification replayed =
        new ScheduleReplay(WALK, search.plan()).of(search.bestSchedules(), result.optimality());

    AtomicInteger replays = new AtomicInteger();
    CostModel counting = new ChangedModel(WALK, (nest, sheet) -> replays.incrementAndGet());

    Verification refined = refine(counting, search, replayed, result);

    assertThat(refined.refinement().orElseThrow().replays()).isEqualTo(replays.get());
    assertThat(replayed.gap().orElseThrow()).isGreaterThan(0.05);
    assertThat(refined.gap().orElseThrow()).isLessThan(0.01);
    assertThat(form(search, refined.replays().get(0).schedule()))
        .isNotEqualTo(form(search, replayed.replays().get(0).schedule()));
    assertThat(refined.refinement().orElseThrow().replays()).isBetween(2L, (long) REPLAYS);
    assertThat(refine(WALK, search, replayed, result)).isEqualTo(refined);
  }

  private static int form(PlannedSearch search, AttentionSchedule schedule) {
    List<String> names = search.searched().decisions().stream().map(Decision::name).toList();
    return search.decisions(schedule).orElseThrow()[names.indexOf("form")];
  }

  @Test
  void keepsToTheRestrictions() {
    PlannedSearch search = new PlannedSearch(plan("row.tile%32==0"), 1);
    ResultDocument result = search.run();
    Verification replayed =
        new ScheduleReplay(WALK, search.plan()).of(search.bestSchedules(), result.optimality());

    Verification refined = refine(WALK, search, replayed, result);

    assertThat(refined.refinement().orElseThrow().replays()).isPositive();
    assertThat(refined.replays())
        .isNotEmpty()
        .allSatisfy(
            replay -> assertThat(replay.schedule().tile(Stage.LOGIT, Dimension.ROW) % 32).isZero());
  }

  /** Transposing a square array changes nothing, so a schedule is not known to be transposed. */
  @Test
  void startsFromAScheduleThatDoesNotUseARestrictedDecision() {
    PlannedSearch search = new PlannedSearch(plan("logit.transposed==true"), 1);
    ResultDocument result = search.run();
    Verification replayed =
        new ScheduleReplay(WALK, search.plan()).of(search.bestSchedules(), result.optimality());

    Verification refined = refine(WALK, search, replayed, result);

    assertThat(refined.refinement().orElseThrow().replays()).isEqualTo(REPLAYS);
  }

  /** Of so few schedules, most draws lead to one that has been replayed, or to the first itself. */
  @Test
  void replaysNoScheduleTwice() {
    PlannedSearch search =
        new PlannedSearch(
            plan(
                "form==row:instance-row",
                "row.tile==32",
                "key.tile==128",
                "attend.key.tile==128",
                "queryDim.tile==64",
                "valueDim.tile==64"),
            1);
    ResultDocument result = search.run();
    Verification replayed =
        new ScheduleReplay(WALK, search.plan()).of(search.bestSchedules(), result.optimality());
    List<List<Integer>> replays = new ArrayList<>();
    replays.add(canonical(search, replayed.replays().get(0).schedule()));

    refine(
        new ChangedModel(WALK, (nest, sheet) -> replays.add(canonical(search, nest.toSchedule()))),
        search,
        replayed,
        result);

    assertThat(replays).hasSizeGreaterThan(2).doesNotHaveDuplicates();
  }

  private static List<Integer> canonical(PlannedSearch search, AttentionSchedule schedule) {
    int[] decisions = search.decisions(schedule).orElseThrow();
    search.searched().makeCanonical(decisions);
    return Arrays.stream(decisions).boxed().toList();
  }

  @Test
  void replaysNothingThatTheBoundRulesOut() {
    PlannedSearch search = new PlannedSearch(plan(), 1);
    ResultDocument result = search.run();
    Verification exact =
        new ScheduleReplay(LOOPNEST, search.plan()).of(search.bestSchedules(), result.optimality());

    Verification refined = refine(LOOPNEST, search, exact, result);

    assertThat(result.optimality().gap()).hasValue(0);
    assertThat(refined.replays()).isEqualTo(exact.replays());
    assertThat(refined.refinement().orElseThrow().replays()).isZero();
    assertThat(refined.refinement().orElseThrow().ruledOut()).isPositive();
  }

  @Test
  void endsWhenCancelled() {
    PlannedSearch search = new PlannedSearch(plan(), 1);
    ResultDocument result = search.run();
    Verification replayed =
        new ScheduleReplay(WALK, search.plan()).of(search.bestSchedules(), result.optimality());
    ScheduleRefinement refinement = new ScheduleRefinement(WALK, search, REPLAYS);
    refinement.cancel();

    assertThat(refinement.of(replayed, result.optimality()).replays())
        .isEqualTo(replayed.replays());
    assertThat(refinement.progress()).isZero();
  }

  @Test
  void endsWhenItsSecondsAreOver() {
    PlannedSearch search = new PlannedSearch(plan(), 1);
    ResultDocument result = search.run();
    Verification replayed =
        new ScheduleReplay(WALK, search.plan()).of(search.bestSchedules(), result.optimality());

    assertThat(
            new ScheduleRefinement(WALK, search, REPLAYS, 3600).of(replayed, result.optimality()))
        .isEqualTo(refine(WALK, search, replayed, result));
    assertThat(
            new ScheduleRefinement(WALK, search, REPLAYS, 0)
                .of(replayed, result.optimality())
                .refinement())
        .hasValue(new Verification.Refinement(0, 0));
  }

  private static Verification refine(
      CostModel walker, PlannedSearch search, Verification replayed, ResultDocument result) {
    return new ScheduleRefinement(walker, search, REPLAYS).of(replayed, result.optimality());
  }

  private static SearchPlan plan(String... restrictions) {
    return Plans.of(
        SpecCatalogue.accelerator("tileflow-edge"),
        SpecCatalogue.workload("bert").withSequence(128),
        LOOPNEST,
        "full",
        "auto",
        20_000_000,
        restrictions);
  }
}
