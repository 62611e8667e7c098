package org.flatsearch.experiments.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The empirical cumulative distribution of the cost of reaching a target: the fraction of all runs,
 * problems and targets that is reached within each cost.
 *
 * @param costs costs at which the fraction grows, ascending
 * @param fractions the fraction that is reached within each cost
 */
public record Ecdf(double[] costs, double[] fractions) {
  private static final int DECADES = 5;

  /**
   * The costs to print distributions at: powers of ten, from the first within which any target is
   * reached to the first within which all are that any run reaches, at most the last five; none if
   * no target is reached.
   */
  public static List<Double> decades(Collection<Ecdf> distributions) {
    DoubleSummaryStatistics all =
        distributions.stream()
            .flatMapToDouble(ecdf -> Arrays.stream(ecdf.costs))
            .filter(cost -> cost > 0)
            .summaryStatistics();
    if (all.getCount() == 0) {
      return List.of();
    }
    int last = exponent(all.getMax());
    return IntStream.rangeClosed(Math.max(exponent(all.getMin()), last - DECADES + 1), last)
        .mapToObj(exponent -> Math.pow(10, exponent))
        .toList();
  }

  /** The exponent of the first power of ten that is not below a cost. */
  private static int exponent(double cost) {
    return (int) Math.ceil(Math.log10(cost));
  }

  /** The fraction that is reached within a cost. */
  public double within(double cost) {
    int found = Arrays.binarySearch(costs, cost);
    int steps = found >= 0 ? found + 1 : -found - 1;
    return steps == 0 ? 0 : fractions[steps - 1];
  }

  /**
   * The distribution for a contender.
   *
   * @param unit what an evaluation of a run costs
   */
  static Ecdf of(
      Contender contender, List<ComparedProblem> problems, ToDoubleFunction<AnytimeRun> unit) {
    List<Double> reached = new ArrayList<>();
    int pairs = 0;
    for (ComparedProblem problem : problems) {
      for (AnytimeRun run : problem.runs(contender)) {
        for (double factor : Targets.FACTORS) {
          pairs++;
          long needed = run.evaluationsTo(problem.reference().value() * factor);
          if (needed >= 0) {
            reached.add(needed * unit.applyAsDouble(run));
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
