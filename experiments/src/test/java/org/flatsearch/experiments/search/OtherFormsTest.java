package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.Budget;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Objective;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class OtherFormsTest {
  private static final CostModel LOOPNEST = CostModels.all().get("loopnest");
  private static final Accelerator ACCELERATOR = SpecCatalogue.accelerator("simba");
  private static final AttentionWorkload WORKLOAD =
      SpecCatalogue.workload("llama-7b-prefill").withSequence(192);

  private static SearchPlan plan(Objective objective, String... restrictions) {
    return new SearchPlan(
        ACCELERATOR,
        WORKLOAD,
        new SearchSetting(
            LOOPNEST.name(),
            "full",
            List.of(restrictions),
            objective,
            "random",
            Map.of(),
            1,
            Budget.ofEvaluations(1),
            Optional.empty()),
        LOOPNEST,
        Strategies.named("random"));
  }

  private static List<Cost> costs(Objective objective, String... restrictions) {
    PlannedSearch search = new PlannedSearch(plan(objective, restrictions));
    return new OtherForms(search).schedules(() -> false).stream().map(RatedSchedule::cost).toList();
  }

  /** The buffer has no room for the logits of whole heads. */
  @Test
  void findsOneOfEachAllowedFormThatFitsTheBestFirst() {
    String forms = "form in {none:instance, none:instance-row, row:instance, row:instance-row}";

    List<Cost> fast = costs(Objective.DEFAULT, forms);
    List<Cost> frugal = costs(Objective.of("energy"), forms);

    assertThat(fast).hasSize(3).allMatch(Cost::isFeasible);
    assertThat(fast).extracting(Cost::latencySeconds).isSorted();
    assertThat(frugal).hasSize(3).extracting(Cost::energyJoules).isSorted();
    assertThat(fast)
        .as("searched for another objective")
        .allMatch(cost -> frugal.get(0).energyJoules() < cost.energyJoules());
  }

  @Test
  void leavesOutWhatThereIsNoTimeFor() {
    PlannedSearch search = new PlannedSearch(plan(Objective.DEFAULT));

    assertThat(new OtherForms(search).schedules(() -> true)).isEmpty();
  }

  /** The full space as a plug-in might name its forms: in words that no restriction can state. */
  private record InWords(ScheduleSpace full) implements ScheduleSpace {
    @Override
    public String name() {
      return "full";
    }

    @Override
    public List<Decision> decisions() {
      return full.decisions().stream().map(InWords::inWords).toList();
    }

    private static Decision inWords(Decision decision) {
      List<String> labels =
          decision.labels().stream().map(label -> label.replace(":", " rows of = ")).toList();
      return new Decision(decision.name(), decision.kind(), labels);
    }

    @Override
    public void decode(int[] decisions, LoopNest nest) {
      full.decode(decisions, nest);
    }

    @Override
    public Optional<int[]> encode(LoopNest nest) {
      return full.encode(nest);
    }
  }

  @Test
  void takesFormsWhoseLabelsNoRestrictionCanState() {
    SearchPlan plan = plan(Objective.DEFAULT);
    ScheduleSpace full =
        Spaces.all().stream()
            .filter(space -> space.name().equals("full") && space.isFor("loopnest"))
            .findAny()
            .orElseThrow()
            .space(ACCELERATOR, WORKLOAD, new AllowedTiles(List.of()));
    AttentionProblem problem =
        AttentionProblem.of(LOOPNEST, new InWords(full), ACCELERATOR, WORKLOAD);
    PlannedSearch search =
        new PlannedSearch(plan, new PlannedProblem(problem, "full", List.of(), Optional.empty()));

    assertThat(new OtherForms(search).schedules(() -> false)).isNotEmpty();
  }
}
