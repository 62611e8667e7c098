package org.flatsearch.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.Strategies;

/**
 * Executes a run where it is called: all that a process has to do that executes runs for another.
 */
public final class RunExecution {
  private RunExecution() {}

  /**
   * Executes a run in one thread.
   *
   * @throws InvalidInputException if the model, the space or the strategy refuses it
   * @throws org.flatsearch.search.EvaluationFailedException if the model fails
   */
  public static RunRecord of(Run run) {
    TimedStrategy strategy = new TimedStrategy(Strategies.named(run.strategy()));
    PlannedSearch search = new PlannedSearch(plan(run, strategy));
    return record(run, search, search.run(), strategy);
  }

  /** The plan of the search that a run is. */
  static SearchPlan plan(Run run, SearchStrategy strategy) {
    CostModel model = CostModels.all().get(run.model());
    if (model == null) {
      throw new InvalidInputException("There is no cost model \"" + run.model() + "\" here.");
    }
    return new SearchPlan(
        run.accelerator(),
        run.workload(),
        model,
        run.space(),
        strategy,
        run.objective(),
        run.budget(),
        run.seed(),
        1,
        run.parameters(),
        run.restrictions(),
        Optional.empty());
  }

  private static RunRecord record(
      Run run, PlannedSearch search, ResultDocument result, TimedStrategy strategy) {
    double cpuSeconds = strategy.cpuSeconds();
    return new RunRecord(
        run.id(),
        run.search(),
        run.accelerator().name(),
        run.workload().name(),
        run.model(),
        run.space(),
        run.restrictions(),
        run.objective().metrics(),
        run.strategy(),
        run.parameters(),
        run.seed(),
        run.budget(),
        result.stop(),
        result.evaluations(),
        result.best(),
        result.best().map(best -> decisions(search, best)).orElse(List.of()),
        result.optimality().status(),
        result.optimality().lowerBound(),
        front(run, result),
        result.trace(),
        result.counters(),
        result.seconds(),
        Double.isNaN(cpuSeconds) ? result.seconds() : cpuSeconds);
  }

  private static List<Integer> decisions(PlannedSearch search, RatedSchedule best) {
    List<Integer> decisions = new ArrayList<>();
    for (int value : search.problem().encode(best.schedule()).orElseThrow()) {
      decisions.add(value);
    }
    return decisions;
  }

  private static List<List<Double>> front(Run run, ResultDocument result) {
    List<List<Double>> front = new ArrayList<>();
    for (RatedSchedule point : result.front()) {
      List<Double> values = new ArrayList<>();
      for (double value : CostMetrics.values(point.cost(), run.objective())) {
        values.add(value);
      }
      front.add(values);
    }
    return front;
  }
}
