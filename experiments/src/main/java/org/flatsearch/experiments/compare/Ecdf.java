package org.flatsearch.experiments.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The empirical cumulative distribution of what it takes to reach a target: over all runs, problems
 * and targets, the fraction that is reached within a cost.
 *
 * @param costs costs at which the fraction grows, ascending
 * @param fractions the fraction that is reached within each cost
 */
public record Ecdf(double[] costs, double[] fractions) {

  /** The distribution over evaluations. */
  public static Ecdf ofEvaluations(Contender contender, List<ComparedProblem> problems) {
    return of(contender, problems, false);
  }

  /** The distribution over processor seconds. */
  public static Ecdf ofCpuSeconds(Contender contender, List<ComparedProblem> problems) {
    return of(contender, problems, true);
  }

  private static Ecdf of(Contender contender, List<ComparedProblem> problems, boolean cpu) {
    List<Double> reached = new ArrayList<>();
    int pairs = 0;
    for (ComparedProblem problem : problems) {
      for (AnytimeRun run : problem.runs(contender)) {
        double unit = cpu ? run.cpuSecondsPerEvaluation() : 1;
        for (double factor : Targets.FACTORS) {
          pairs++;
          long needed = run.evaluationsTo(problem.reference().value() * factor);
          if (needed >= 0) {
            reached.add(needed * unit);
          }
        }
      }
    }
    return of(reached.stream().mapToDouble(Double::doubleValue).sorted().toArray(), pairs);
  }

  private static Ecdf of(double[] sorted, int pairs) {
    double[] costs = new double[sorted.length];
    double[] fractions = new double[sorted.length];
    int steps = 0;
    for (int k = 0; k < sorted.length; k++) {
      if (k + 1 == sorted.length || sorted[k + 1] > sorted[k]) {
        costs[steps] = sorted[k];
        fractions[steps] = (k + 1.0) / pairs;
        steps++;
      }
    }
    return new Ecdf(Arrays.copyOf(costs, steps), Arrays.copyOf(fractions, steps));
  }
}
