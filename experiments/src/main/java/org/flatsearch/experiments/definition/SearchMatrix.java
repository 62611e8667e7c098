package org.flatsearch.experiments.definition;

import java.util.List;
import java.util.Objects;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.json.Location;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * One matrix of runs: every combination of its axes.
 *
 * @param name its name in reports
 * @param at where it stands in the definition
 * @param accelerators accelerators
 * @param workloads workloads
 * @param sweeps sweeps, each a list of points; the sweeps are combined with each other
 * @param models names of cost models
 * @param spaces names of spaces
 * @param objectives objectives
 * @param strategies strategies
 * @param seeds seeds
 * @param budgets budgets of strategies that have none of their own
 * @param restrictions restrictions of the space, all of which hold; may contain {@link
 *     NamedExtents}
 * @param refine how many changes of the schedule found by a run are replayed; 0 for no replay
 */
record SearchMatrix(
    String name,
    Location at,
    List<Located<SpecChoice<Accelerator>>> accelerators,
    List<Located<SpecChoice<AttentionWorkload>>> workloads,
    List<List<SweepPoint>> sweeps,
    List<String> models,
    List<Located<String>> spaces,
    List<Objective> objectives,
    List<Located<StrategyChoice>> strategies,
    List<Long> seeds,
    List<Budget> budgets,
    List<Located<String>> restrictions,
    int refine) {
  SearchMatrix {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(at, "at");
    accelerators = List.copyOf(accelerators);
    workloads = List.copyOf(workloads);
    sweeps = List.copyOf(sweeps);
    models = List.copyOf(models);
    spaces = List.copyOf(spaces);
    objectives = List.copyOf(objectives);
    strategies = List.copyOf(strategies);
    seeds = List.copyOf(seeds);
    budgets = List.copyOf(budgets);
    restrictions = List.copyOf(restrictions);
  }

  /** The budgets of a strategy: its own, or those of the matrix. */
  List<Budget> budgets(StrategyChoice strategy) {
    return strategy.budget().map(List::of).orElse(budgets);
  }

  /** The number of runs, which may be too large for a long. */
  double size() {
    double points = sweeps.stream().mapToDouble(List::size).reduce(1, (a, b) -> a * b);
    return points
        * accelerators.size()
        * workloads.size()
        * models.size()
        * spaces.size()
        * objectives.size()
        * strategies.stream().mapToDouble(choice -> budgets(choice.value()).size()).sum()
        * seeds.size();
  }
}
