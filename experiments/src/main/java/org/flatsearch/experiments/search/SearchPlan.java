package org.flatsearch.experiments.search;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.flatsearch.cost.CostModel;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.Budget;
import org.flatsearch.search.Objective;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * What is to be searched, and how.
 *
 * @param accelerator where the schedule is to run
 * @param workload what it is to compute
 * @param model what scores schedules
 * @param space name of the space to search
 * @param strategy who searches
 * @param objective what to minimise
 * @param budget when to stop
 * @param seed seed of every random choice
 * @param parameters parameters of the strategy, by name
 * @param restrictions restrictions of the space, as given
 * @param start a schedule to begin from
 */
public record SearchPlan(
    Accelerator accelerator,
    AttentionWorkload workload,
    CostModel model,
    String space,
    SearchStrategy strategy,
    Objective objective,
    Budget budget,
    long seed,
    Map<String, String> parameters,
    List<String> restrictions,
    Optional<AttentionSchedule> start) {

  public SearchPlan {
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(space, "space");
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(budget, "budget");
    parameters = Map.copyOf(parameters);
    restrictions = List.copyOf(restrictions);
    Objects.requireNonNull(start, "start");
  }

  /** The same search on another accelerator, from scratch. */
  SearchPlan on(Accelerator other) {
    return with(other, budget, Optional.empty());
  }

  /** The same search with another budget. */
  public SearchPlan with(Budget other) {
    return with(accelerator, other, start);
  }

  private SearchPlan with(
      Accelerator otherAccelerator, Budget otherBudget, Optional<AttentionSchedule> otherStart) {
    return new SearchPlan(
        otherAccelerator,
        workload,
        model,
        space,
        strategy,
        objective,
        otherBudget,
        seed,
        parameters,
        restrictions,
        otherStart);
  }

  /** What results say about this plan. */
  public SearchSetting setting() {
    return new SearchSetting(
        accelerator,
        workload,
        model.name(),
        OptionalInt.of(model.version()),
        space,
        strategy.name(),
        objective.metrics(),
        objective.tolerance().relative(),
        seed,
        parameters,
        restrictions,
        start,
        budget.hasEvaluationLimit() ? OptionalLong.of(budget.evaluations()) : OptionalLong.empty(),
        budget.hasTimeLimit() ? OptionalDouble.of(budget.seconds()) : OptionalDouble.empty());
  }

  /** A schedule with its cost by the model of the search. */
  RatedSchedule rate(AttentionSchedule schedule) {
    return RatedSchedule.of(schedule, model, accelerator, workload);
  }
}
