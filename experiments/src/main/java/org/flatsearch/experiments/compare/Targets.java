package org.flatsearch.experiments.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * How often and how fast a contender reaches values near the reference.
 *
 * @param runs how many runs there are
 * @param successes how many of them reach each target
 * @param evaluations expected running time (ERT) to each target, in evaluations: all evaluations
 *     spent until the target is reached or the run ends, over the number of runs that reach it;
 *     infinite if none does
 * @param cpuSeconds expected running time to each target in processor seconds
 */
public record Targets(
    int runs, List<Integer> successes, List<Double> evaluations, List<Double> cpuSeconds) {
  /** Targets as multiples of the reference. */
  public static final List<Double> FACTORS = List.of(2.0, 1.5, 1.1, 1.05, 1.01, 1.001, 1.0);

  public Targets {
    successes = List.copyOf(successes);
    evaluations = List.copyOf(evaluations);
    cpuSeconds = List.copyOf(cpuSeconds);
  }

  /** The figures of a contender over some problems. */
  static Targets of(Contender contender, List<ComparedProblem> problems) {
    List<Integer> successes = new ArrayList<>();
    List<Double> evaluations = new ArrayList<>();
    List<Double> cpuSeconds = new ArrayList<>();
    int runs = problems.stream().mapToInt(problem -> problem.runs(contender).size()).sum();
    for (double factor : FACTORS) {
      int reached = 0;
      double spent = 0;
      double cpu = 0;
      for (ComparedProblem problem : problems) {
        for (AnytimeRun run : problem.runs(contender)) {
          long needed = run.evaluationsTo(problem.reference().value() * factor);
          reached += needed < 0 ? 0 : 1;
          long paid = needed < 0 ? run.evaluations() : needed;
          spent += paid;
          cpu += paid * run.cpuSecondsPerEvaluation();
        }
      }
      successes.add(reached);
      evaluations.add(reached == 0 ? Double.POSITIVE_INFINITY : spent / reached);
      cpuSeconds.add(reached == 0 ? Double.POSITIVE_INFINITY : cpu / reached);
    }
    return new Targets(runs, successes, evaluations, cpuSeconds);
  }

  /** The fraction of runs that reach a target. */
  public double successRate(int target) {
    return (double) successes.get(target) / runs;
  }
}
