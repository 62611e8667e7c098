package org.flatsearch.experiments.search;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.Strategies;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Dealing;

/**
 * What is to be searched, and how.
 *
 * @param accelerator where the schedule is to run
 * @param workload what it is to compute
 * @param setting how it is searched for
 * @param model the cost model of the setting
 * @param strategy the strategy of the setting
 */
public record SearchPlan(
    Accelerator accelerator,
    AttentionWorkload workload,
    SearchSetting setting,
    CostModel model,
    SearchStrategy strategy) {

  public SearchPlan {
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(setting, "setting");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(strategy, "strategy");
  }

  /**
   * The plan of a setting, with the model and the strategy that are on the class path.
   *
   * @throws org.flatsearch.json.InvalidInputException if there is no such model or strategy
   */
  public static SearchPlan of(
      Accelerator accelerator, AttentionWorkload workload, SearchSetting setting) {
    return new SearchPlan(
        accelerator,
        workload,
        setting,
        CostModels.named(setting.model()),
        Strategies.named(setting.strategy()));
  }

  /** What to minimise. */
  public Objective objective() {
    return setting.objective();
  }

  /** When to stop. */
  public Budget budget() {
    return setting.budget();
  }

  /** Whether tiles of rows are unlike: under a mask, or in a queue, whose last one is smaller. */
  boolean hasUnlikeTiles() {
    return hasUnlikeTiles(accelerator, workload);
  }

  /** The same for an accelerator and a workload. */
  public static boolean hasUnlikeTiles(Accelerator accelerator, AttentionWorkload workload) {
    return !workload.mask().isNone() || accelerator.dealing() == Dealing.QUEUE;
  }

  /** The same search on another accelerator, from scratch. */
  SearchPlan on(Accelerator other) {
    return new SearchPlan(other, workload, setting.from(Optional.empty()), model, strategy);
  }

  /** The same search with another budget. */
  public SearchPlan with(Budget other) {
    return new SearchPlan(accelerator, workload, setting.with(other), model, strategy);
  }

  /** The same search under other restrictions. */
  public SearchPlan under(List<String> restrictions) {
    return new SearchPlan(accelerator, workload, setting.under(restrictions), model, strategy);
  }

  /** A schedule with its cost by the model of the search. */
  RatedSchedule rate(AttentionSchedule schedule) {
    return RatedSchedule.of(schedule, model, accelerator, workload);
  }
}
