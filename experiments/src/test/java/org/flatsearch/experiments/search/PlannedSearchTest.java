package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
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
  void findsTheBestSchedulesInOrder() {
    PlannedSearch search = new PlannedSearch(plan("exhaustive", 256), 5);
    ResultDocument result = search.run();

    List<RatedSchedule> best = search.bestSchedules();

    assertThat(best).hasSize(5);
    assertThat(new HashSet<>(best)).hasSize(5);
    assertThat(best.get(0)).isEqualTo(result.best().orElseThrow());
    assertThat(best).extracting(rated -> rated.cost().latencySeconds()).isSorted();
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

  @Test
  void makesUpTheNumberFromNeighboursOfTheBest() {
    PlannedSearch search = new PlannedSearch(plan("random", 1, "row.tile!=64"), 4);
    search.run();

    List<RatedSchedule> best = search.bestSchedules();

    assertThat(best).hasSize(4);
    assertThat(best).extracting(rated -> rated.cost().latencySeconds()).isSorted();
    assertThat(best)
        .allSatisfy(
            rated ->
                assertThat(rated.schedule().tile(Stage.LOGIT, Dimension.ROW)).isNotEqualTo(64));
  }

  /** After Ctrl-C, there is no time to evaluate or rate any: by model walk, each takes a while. */
  @Test
  void looksForNoMoreSchedulesOnceItIsCancelled() {
    PlannedSearch search = new PlannedSearch(plan("random", 1), 4);
    search.run();
    search.cancel();

    assertThat(search.bestSchedules()).isEmpty();
  }

  /** Most random schedules do not fit. */
  @Test
  void makesUpTheNumberFromNeighboursThatFitAndNotFromOthersThatDoNot() {
    CostModel model = CostModels.named("loopnest");
    AttentionWorkload small = SpecCatalogue.workload("t5-small");
    Accelerator simba = SpecCatalogue.accelerator("simba");
    PlannedSearch search =
        new PlannedSearch(Plans.of(simba, small, model, "full", "random", 10_000), 5);
    search.run();

    List<RatedSchedule> best = search.bestSchedules();

    assertThat(best).hasSize(5);
    assertThat(best).extracting(rated -> rated.cost().isFeasible()).containsOnly(true);
  }

  /**
   * Attend's own tiles have no effect where it shares the loops. What is required of them leaves
   * out the canonical vector of each such schedule, but 36 others, all of which are evaluated.
   */
  @Test
  void findsTheBestSchedulesWhateverIsRequiredOfDecisionsThatTheyDoNotUse() {
    List<RatedSchedule> best = bestOfAll(5);

    assertThat(best).hasSize(5);
    assertThat(bestOfAll(5, "attend.row.tile>1", "attend.key.tile>1")).isEqualTo(best);
  }

  /** The best schedules of a space in which only the shared row and key tiles are open. */
  private static List<RatedSchedule> bestOfAll(int count, String... restrictions) {
    List<String> all = new ArrayList<>(List.of(restrictions));
    all.addAll(
        List.of(
            "form==online:instance-row-key",
            "instance.tile==1",
            "queryDim.tile==8",
            "valueDim.tile==8"));
    for (String stage : List.of("logit", "attend")) {
      all.add(stage + ".stationarity==output");
      all.add(stage + ".transposed==false");
    }
    all.addAll(List.of("logit.order==row-key-queryDim", "attend.order==row-key-valueDim"));
    for (String tensor : List.of("Q", "K", "V", "O", "logitsOut", "logitsIn")) {
      all.add(tensor + ".inside==array");
      all.add(tensor + ".slots==1");
    }
    all.add("logits.slots==1");
    PlannedSearch search =
        new PlannedSearch(
            Plans.of(
                EDGE,
                BERT.withSequence(64),
                CostModels.named("loopnest"),
                "divisors",
                "exhaustive",
                10_000,
                all.toArray(String[]::new)),
            count);
    search.run();
    return search.bestSchedules();
  }

  /** 2^27 times the 16 points that are remembered for each is no int. */
  @Test
  void findsFewerThanAHugeNumberOfSchedules() {
    PlannedSearch search = new PlannedSearch(plan("exhaustive", 256), 1 << 27);
    search.run();

    assertThat(search.bestSchedules()).hasSizeBetween(100, 256);
  }

  private static Verification replayOfTwo(CostModel model) {
    SearchPlan plan = plan("exhaustive", 256);
    PlannedSearch search = new PlannedSearch(plan, 2);
    ResultDocument result = search.run();
    return new ScheduleReplay(model, plan).of(search.bestSchedules(), result.optimality());
  }

  @Test
  void keepsTheResultWhenTheReplayFails() {
    Verification replayed = replayOfTwo(CostModels.all().get("throwing"));

    assertThat(replayed.replays()).isEmpty();
    assertThat(replayed.gap()).isEmpty();
    assertThat(replayed.refusals()).extracting(refusal -> refusal.searchRank()).contains(1, 2);
    assertThat(replayed.refusals().get(0).reason()).contains("ThrowingModel failed");
  }

  /** For Ctrl-C during the replays. */
  @Test
  void ranksWhatIsReplayedWhenTheReplayIsCancelled() {
    SearchPlan plan = plan("exhaustive", 256);
    PlannedSearch search = new PlannedSearch(plan, 3);
    ResultDocument result = search.run();
    ScheduleReplay replay = new ScheduleReplay(CostModels.named("walk"), plan);

    replay.cancel();

    assertThat(replay.of(search.bestSchedules(), result.optimality()).replays())
        .extracting(replayed -> replayed.searchRank().getAsInt())
        .containsExactly(1);
  }

  @Test
  void doesNotTakeAWalkThatIsCancelledForRefused() {
    CostModel cancelled =
        new ChangedModel(
            CostModels.named("walk"),
            (nest, sheet) -> {
              throw new CancellationException();
            });

    Verification replayed = replayOfTwo(cancelled);

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

  /** Otherwise the search would fail at its first schedule that fits, and blame the problem. */
  @Test
  void keepsNoNegativeNumberOfSchedules() {
    SearchPlan plan = plan("exhaustive", 256);
    assertThatThrownBy(() -> new PlannedSearch(plan, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a search can't keep -1 schedules");
  }
}
