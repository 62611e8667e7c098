package org.flatsearch.search.strategy.local;

import java.util.List;
import java.util.Set;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.Neighbourhood;
import org.optaplanner.core.api.solver.Solver;
import org.optaplanner.core.api.solver.SolverFactory;
import org.optaplanner.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import org.optaplanner.core.config.localsearch.LocalSearchPhaseConfig;
import org.optaplanner.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import org.optaplanner.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import org.optaplanner.core.config.solver.SolverConfig;
import org.optaplanner.core.config.solver.monitoring.MonitoringConfig;
import org.optaplanner.core.config.solver.termination.TerminationConfig;

/**
 * Successive descents of OptaPlanner's local search, until the run ends the search. The first
 * begins at the given start, if there is one, all others at random points.
 *
 * <p>The tolerance of the objective does not guide a descent: within a step of it, less is still
 * better, and leads on to the next step. The tolerance enters when the run chooses the best point,
 * and in the patience, as progress within a step does not prolong a descent.
 */
abstract class AbstractLocalSearch implements SearchStrategy {
  /** The names of the parameters. */
  abstract Set<String> parameterNames();

  /** Decides which moves are accepted. */
  abstract LocalSearchAcceptorConfig acceptor(SearchRun run);

  /** The number of accepted moves of which a step takes the best. */
  abstract int acceptedPerStep(SearchRun run);

  /** The number of evaluations without an improvement after which a descent is given up. */
  abstract long patience(SearchRun run);

  /** When a descent ends even though it is not stuck. */
  TerminationConfig termination(SearchRun run) {
    return new TerminationConfig();
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(parameterNames());
    LocalSearchRun local = new LocalSearchRun(run, patience(run));
    SolverConfig configuration = configuration(run);
    Neighbourhood neighbourhood = local.neighbourhood();
    int[] point = neighbourhood.start(run, local.random());
    // The solver evaluates this point again; thus there is a result even if time is up before that.
    run.evaluate(point);
    if (neighbourhood.isSinglePoint()) {
      return;
    }
    Solver<PlanningPoint> solver = SolverFactory.<PlanningPoint>create(configuration).buildSolver();
    List<List<Choice>> domains = PlanningPoint.domains(run.problem().decisions());
    while (true) {
      local.beginDescent(solver::terminateEarly);
      solver.solve(new PlanningPoint(local, domains, point));
      run.count("descents", 1);
      neighbourhood.draw(local.random(), point);
    }
  }

  private SolverConfig configuration(SearchRun run) {
    LocalSearchPhaseConfig phase =
        new LocalSearchPhaseConfig()
            .withMoveSelectorConfig(
                new MoveIteratorFactoryConfig().withMoveIteratorFactoryClass(RandomMoves.class))
            .withAcceptorConfig(acceptor(run))
            .withForagerConfig(
                new LocalSearchForagerConfig().withAcceptedCountLimit(acceptedPerStep(run)));
    return new SolverConfig(AbstractLocalSearch.class.getClassLoader())
        .withSolutionClass(PlanningPoint.class)
        .withEntityClasses(PlanningDecision.class)
        .withEasyScoreCalculatorClass(PointScoreCalculator.class)
        .withRandomSeed(run.seed())
        .withMonitoringConfig(new MonitoringConfig().withSolverMetricList(List.of()))
        .withTerminationConfig(termination(run))
        .withPhases(phase);
  }
}
