package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.ChangedModel;
import org.flatsearch.experiments.explain.Neighbours;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.search.Decision;
import org.flatsearch.spec.Mask;
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
  private static final Found FOUND = Found.of(plan());

  /** A search that has ended, and the replay of its best schedule. */
  private record Found(
      PlannedSearch search, RatedSchedule best, Optimality optimality, Verification replayed) {
    static Found of(SearchPlan plan) {
      PlannedSearch search = new PlannedSearch(plan);
      ResultDocument result = search.run();
      RatedSchedule best = result.best().orElseThrow();
      Verification replayed = new ScheduleReplay(WALK, plan).of(best, result.optimality());
      return new Found(search, best, result.optimality(), replayed);
    }

    Verification refined(CostModel walker) {
      return new ScheduleRefinement(walker, search, REPLAYS).of(replayed, optimality);
    }
  }

  @Test
  void findsAScheduleThatWaitsLess() {
    Verification refined = FOUND.refined(WALK);

    Replay first = refined.replays().get(0);
    Replay before = FOUND.replayed.replays().get(0);
    assertThat(first.searchRank()).isEmpty();
    assertThat(first.replayed().latencySeconds()).isLessThan(before.replayed().latencySeconds());
    assertThat(first.searched().latencySeconds())
        .isBetween(before.searched().latencySeconds(), first.replayed().latencySeconds());
    assertThat(first.replayed().isFeasible()).isTrue();
    assertThat(refined.gap().orElseThrow()).isLessThan(FOUND.replayed.gap().orElseThrow());
    assertThat(refined.refinement().orElseThrow().replays()).isGreaterThanOrEqualTo(REPLAYS);
    assertThat(FOUND.refined(WALK)).isEqualTo(refined);
  }

  /** Once {@code explain} offered such changes of results that were called final. */
  @Test
  void leavesNoSingleChangeThatIsBetter() {
    SearchPlan plan = FOUND.search.plan();
    Replay first = FOUND.refined(WALK).replays().get(0);
    int changes = 0;
    for (AttentionSchedule changed :
        Neighbours.of(first.schedule(), plan.workload(), false).values()) {
      if (FOUND.search.decisions(changed).isPresent()) {
        Cost cost = RatedSchedule.of(changed, WALK, plan.accelerator(), plan.workload()).cost();
        assertThat(CostMetrics.compare(cost, first.replayed(), plan.objective()))
            .as("%s", changed)
            .isNotNegative();
        changes++;
      }
    }
    assertThat(changes).isGreaterThan(20);
  }

  /** No few changes of the first schedule lead to a good one. */
  @Test
  @Tag("thorough")
  void climbsFromOtherFormsIfTheFirstWaitsMuch() {
    Found found =
        Found.of(
            Plans.of(
                SpecCatalogue.accelerator("simba"),
                SpecCatalogue.workload("llama-7b-prefill").withMask(Mask.NONE).withSequence(192),
                LOOPNEST,
                "full",
                "auto",
                20_000_000));
    AtomicInteger replays = new AtomicInteger();
    CostModel counting = new ChangedModel(WALK, (nest, sheet) -> replays.incrementAndGet());

    Verification refined =
        new ScheduleRefinement(counting, found.search, 200).of(found.replayed, found.optimality);

    assertThat(refined.refinement().orElseThrow().replays()).isEqualTo(replays.get());
    assertThat(found.replayed.gap().orElseThrow()).isGreaterThan(0.05);
    assertThat(refined.gap().orElseThrow()).isLessThan(0.02);
    assertThat(form(found.search, refined.replays().get(0).schedule()))
        .isNotEqualTo(form(found.search, found.replayed.replays().get(0).schedule()));
    assertThat(refined.refinement().orElseThrow().replays()).isBetween(2L, 200L);
  }

  private static int form(PlannedSearch search, AttentionSchedule schedule) {
    List<String> names = search.searchProblem().decisions().stream().map(Decision::name).toList();
    return search.decisions(schedule).orElseThrow()[names.indexOf("form")];
  }

  @Test
  void keepsToTheRestrictions() {
    Verification refined = Found.of(plan("row.tile%32==0")).refined(WALK);

    assertThat(refined.refinement().orElseThrow().replays()).isPositive();
    assertThat(refined.replays())
        .isNotEmpty()
        .allSatisfy(
            replay -> assertThat(replay.schedule().tile(Stage.LOGIT, Dimension.ROW) % 32).isZero());
  }

  /** Transposing a square array changes nothing, so a schedule is not known to be transposed. */
  @Test
  void startsFromAScheduleThatDoesNotUseARestrictedDecision() {
    Verification refined = Found.of(plan("logit.transposed==true")).refined(WALK);

    assertThat(refined.refinement().orElseThrow().replays()).isGreaterThanOrEqualTo(REPLAYS);
  }

  /** Of so few schedules, most draws lead to one that has been replayed, or to the first itself. */
  @Test
  void replaysNoScheduleTwice() {
    Found found =
        Found.of(
            plan(
                "form==row:instance-row",
                "row.tile==32",
                "key.tile==128",
                "attend.key.tile==128",
                "queryDim.tile==64",
                "valueDim.tile==64"));
    List<List<Integer>> replays = new ArrayList<>();
    replays.add(canonical(found.search, found.replayed.replays().get(0).schedule()));

    found.refined(
        new ChangedModel(
            WALK, (nest, sheet) -> replays.add(canonical(found.search, nest.toSchedule()))));

    assertThat(replays).hasSizeGreaterThan(2).doesNotHaveDuplicates();
  }

  private static List<Integer> canonical(PlannedSearch search, AttentionSchedule schedule) {
    int[] decisions = search.decisions(schedule).orElseThrow();
    search.searchProblem().makeCanonical(decisions);
    return Arrays.stream(decisions).boxed().toList();
  }

  @Test
  void replaysNothingThatTheBoundRulesOut() {
    Verification exact =
        new ScheduleReplay(LOOPNEST, FOUND.search.plan()).of(FOUND.best, FOUND.optimality);

    Verification refined =
        new Found(FOUND.search, FOUND.best, FOUND.optimality, exact).refined(LOOPNEST);

    assertThat(FOUND.optimality.gap()).hasValue(0);
    assertThat(refined.replays()).isEqualTo(exact.replays());
    assertThat(refined.refinement().orElseThrow().replays()).isZero();
    assertThat(refined.refinement().orElseThrow().ruledOut()).isPositive();
  }

  @Test
  void endsWhenCancelled() {
    ScheduleRefinement refinement = new ScheduleRefinement(WALK, FOUND.search, REPLAYS);
    refinement.cancel();

    assertThat(refinement.of(FOUND.replayed, FOUND.optimality).replays())
        .isEqualTo(FOUND.replayed.replays());
    assertThat(refinement.progress()).isZero();
  }

  @Test
  void endsWhenItsSecondsAreOver() {
    assertThat(
            new ScheduleRefinement(WALK, FOUND.search, REPLAYS, 3600)
                .of(FOUND.replayed, FOUND.optimality))
        .isEqualTo(FOUND.refined(WALK));
    assertThat(
            new ScheduleRefinement(WALK, FOUND.search, REPLAYS, 0)
                .of(FOUND.replayed, FOUND.optimality)
                .refinement())
        .hasValue(new Verification.Refinement(0, 0));
  }

  private static SearchPlan plan(String... restrictions) {
    return Plans.of(
        SpecCatalogue.accelerator("tileflow-edge"),
        SpecCatalogue.workload("t5-small").withSequence(256),
        LOOPNEST,
        "full",
        "auto",
        20_000_000,
        restrictions);
  }
}
