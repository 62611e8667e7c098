package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.ChangedModel;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.Verification;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class PlannedSearchTest {
  private static final CostModel FLAT = CostModels.named("flat");
  private static final Accelerator EDGE = SpecCatalogue.accelerator("flat-edge");
  private static final AttentionWorkload BERT = SpecCatalogue.workload("bert");

  private static SearchPlan plan(String strategy, long evaluations, String... restrictions) {
    return Plans.of(EDGE, BERT, FLAT, "published", strategy, evaluations, restrictions);
  }

  private static SearchPlan with(SearchPlan plan, Optional<AttentionSchedule> start) {
    return new SearchPlan(
        plan.accelerator(),
        plan.workload(),
        new SearchSetting(
            plan.model().name(),
            plan.setting().space(),
            plan.setting().restrictions(),
            plan.objective(),
            plan.strategy().name(),
            plan.setting().parameters(),
            plan.setting().seed(),
            plan.budget(),
            start),
        plan.model(),
        plan.strategy());
  }

  @Test
  void searchesAProblemThatIsThereAlreadyOnlyIfItIsItsOwn() {
    SearchPlan plan = plan("exhaustive", 256, "row.tile!=64");
    PlannedProblem problem = PlannedProblem.of(plan);
    SearchPlan same = plan("random", 9, "row.tile!=64");

    assertThat(problem.isOf(same)).isTrue();
    assertThat(problem.isOf(plan("exhaustive", 256))).isFalse();
    assertThat(problem.isOf(plan.on(SpecCatalogue.accelerator("flat-cloud")))).isFalse();
    assertThat(new PlannedSearch(same, problem).run().best())
        .isEqualTo(new PlannedSearch(same).run().best());
    assertThatThrownBy(() -> new PlannedSearch(plan("random", 9), problem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the problem is not the one of this plan");
  }

  private static Verification replay(CostModel model) {
    SearchPlan plan = plan("exhaustive", 256);
    ResultDocument result = new PlannedSearch(plan).run();
    return new ScheduleReplay(model, plan).of(result.best().orElseThrow(), result.optimality());
  }

  @Test
  void keepsTheResultWhenTheReplayFails() {
    Verification replayed = replay(CostModels.all().get("throwing"));

    assertThat(replayed.replays()).isEmpty();
    assertThat(replayed.gap()).isEmpty();
    assertThat(replayed.refusals()).extracting(refusal -> refusal.searchRank()).containsExactly(1);
    assertThat(replayed.refusals().get(0).reason()).contains("ThrowingModel failed");
  }

  @Test
  void doesNotTakeAWalkThatIsCancelledForRefused() {
    CostModel cancelled =
        new ChangedModel(
            CostModels.named("walk"),
            (nest, sheet) -> {
              throw new CancellationException();
            });

    Verification replayed = replay(cancelled);

    assertThat(replayed.replays()).isEmpty();
    assertThat(replayed.refusals()).isEmpty();
  }

  @Test
  void startsFromWhatItFoundWhateverIsRequiredOfDecisionsThatThatDoesNotUse() {
    SearchPlan plan =
        Plans.of(
            EDGE,
            BERT,
            CostModels.named("loopnest"),
            "full",
            "hill-climbing",
            500,
            "form==row:instance-row",
            "attend.order==valueDim-key-row",
            "attend.row.tile>16");
    RatedSchedule found = new PlannedSearch(plan).run().best().orElseThrow();

    SearchPlan again = with(plan, Optional.of(found.schedule()));

    assertThat(new PlannedSearch(again).run().trace().improvements().get(0).values().get(0))
        .isEqualTo(found.cost().latencySeconds());
  }

  /** On 256×256 PEs, 512 rows are both whole heads and a row tile. */
  @Test
  void startsFromWholeHeadsByWhicheverNameOfTheirRowTileIsAllowed() {
    for (String name : List.of("head", "512")) {
      SearchPlan plan =
          plan("random", 4, "row.tile==" + name).on(SpecCatalogue.accelerator("flat-cloud"));
      AttentionSchedule found = new PlannedSearch(plan).run().best().orElseThrow().schedule();

      assertThat(found.tile(Stage.LOGIT, Dimension.ROW)).isEqualTo(512);
      assertThat(new PlannedSearch(plan).decisions(found)).as(name).isPresent();
    }
  }
}
