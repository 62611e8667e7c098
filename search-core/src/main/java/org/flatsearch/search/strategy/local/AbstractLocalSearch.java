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
 * One descent of OptaPlanner's local search after the other, until the run ends the search. The
 * first begins at the given start, if there is one, all others at random points.
 *
 * <p>A tolerance of the objective is not looked at on the way: within a step of it less is still
 * better, and leads on to the next. What is best the run decides.
 */
abstract class AbstractLocalSearch implements SearchStrategy {
  /** The names of the parameters. */
  abstract Set<String> parameterNames();

  /** Which moves become steps. */
  abstract LocalSearchAcceptorConfig acceptor(SearchRun run);

  /** How many accepted moves a step chooses from, taking the best. */
  abstract int acceptedPerStep(SearchRun run);

  /** After how many evaluations without an improvement a descent is given up. */
  abstract long patience(SearchRun run);

  /** When a descent ends that does not get stuck. */
  TerminationConfig termination(SearchRun run) {
    return new TerminationConfig();
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(parameterNames());
    LocalSearchRun local = new LocalSearchRun(run, patience(run));
    Neighbourhood neighbourhood = local.neighbourhood();
    int[] point = neighbourhood.start(run, local.random());
    // Once more than needed, so that there is a result even if time is up before the solver is
    // made.
    run.evaluate(point);
    if (neighbourhood.isSinglePoint()) {
      return;
    }
    Solver<PlanningPoint> solver =
        SolverFactory.<PlanningPoint>create(configuration(run)).buildSolver();
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
