package org.flatsearch.search.strategy.local;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.LogarithmicScale;
import org.optaplanner.core.api.score.buildin.bendablelong.BendableLongScore;
import org.optaplanner.core.config.localsearch.decider.acceptor.AcceptorType;
import org.optaplanner.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import org.optaplanner.core.config.solver.termination.TerminationConfig;

/**
 * Simulated annealing (Kirkpatrick, Gelatt and Vecchi, Science 220, 1983): accepts a worse move
 * with probability exp(-difference / temperature) at each level of the score. The temperature falls
 * linearly to zero {@code coolings} times over the budget: over its evaluations, or over its time
 * if these are not limited.
 *
 * <p>Differences are relative ({@link LogarithmicScale}): a {@code temperature} of 0.1 is a tenth
 * of an octave, some 7%.
 */
public final class SimulatedAnnealing extends AbstractLocalSearch {
  @Override
  public String name() {
    return "annealing";
  }

  @Override
  public String description() {
    return "accepts worse changes ever more rarely (temperature, coolings)";
  }

  @Override
  Set<String> parameterNames() {
    return Set.of("temperature", "coolings");
  }

  @Override
  LocalSearchAcceptorConfig acceptor(SearchRun run) {
    double octaves = run.parameters().real("temperature", 0.1, 1e-6, 1000);
    long level = (long) (octaves * LogarithmicScale.OCTAVE);
    long[] soft = new long[PlanningPoint.SOFT_LEVELS];
    Arrays.fill(soft, level);
    BendableLongScore start = BendableLongScore.of(new long[] {level}, soft);
    return new LocalSearchAcceptorConfig()
        .withAcceptorTypeList(List.of(AcceptorType.SIMULATED_ANNEALING))
        .withSimulatedAnnealingStartingTemperature(start.toString());
  }

  @Override
  int acceptedPerStep(SearchRun run) {
    return 1;
  }

  @Override
  long patience(SearchRun run) {
    return Long.MAX_VALUE;
  }

  @Override
  TerminationConfig termination(SearchRun run) {
    int coolings = run.parameters().integer("coolings", 3, 1, 1_000_000);
    TerminationConfig end = new TerminationConfig();
    // By time only if nothing else limits the search: cooling should not depend on the clock.
    if (run.budget().hasEvaluationLimit()) {
      end.withScoreCalculationCountLimit(1 + (run.budget().evaluations() - 1) / coolings);
    } else if (run.budget().hasTimeLimit()) {
      double millis = Math.ceil(run.budget().seconds() * 1000 / coolings);
      end.withMillisecondsSpentLimit((long) Math.min(millis, Long.MAX_VALUE / 2));
    }
    return end;
  }
}
