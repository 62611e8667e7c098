package org.flatsearch.experiments.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.search.Strategies;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Plans for tests: for the default objective, with seed 1, on one thread and without a start. */
public final class Plans {
  private Plans() {}

  /** A search of a model's space. */
  public static SearchPlan of(
      Accelerator accelerator,
      AttentionWorkload workload,
      CostModel model,
      String space,
      String strategy,
      long evaluations,
      String... restrictions) {
    return new SearchPlan(
        accelerator,
        workload,
        new SearchSetting(
            model.name(),
            space,
            List.of(restrictions),
            Objective.of("latency", "energy"),
            strategy,
            Map.of(),
            1,
            Budget.ofEvaluations(evaluations),
            Optional.empty()),
        model,
        Strategies.named(strategy));
  }
}
