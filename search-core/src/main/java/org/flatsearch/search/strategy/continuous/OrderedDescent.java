package org.flatsearch.search.strategy.continuous;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.apache.commons.math3.random.Well19937c;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;

/**
 * One descent of CMA-ES over the ordered decisions with more than one value; the others are fixed.
 * A decision with n values is a coordinate from 0 to 1, cut into n equal parts. The tolerance of
 * the objective does not guide the descent; it only enters when the run chooses the best point.
 */
final class OrderedDescent {
  /** Makes any infeasible point worse than any feasible one: sums of logarithms stay far below. */
  private static final double INFEASIBLE = 1e6;

  /**
   * The weight of each objective relative to the one before it, whose ties it breaks. The sum is a
   * double near 800, so of the second objective it shows differences of more than some 0.01%, and
   * nothing of any further one: those only count when the run chooses the best point.
   */
  private static final double TIE_BREAK = 1e-9;

  private final SearchRun run;
  private final int generations;
  private final double sigma;
  private final int[] coordinates;
  private final int[] sizes;
  private final int populationSize;
  private final Score score;

  OrderedDescent(SearchRun run, int generations, double sigma) {
    this.run = run;
    this.generations = generations;
    this.sigma = sigma;
    List<Decision> decisions = run.problem().decisions();
    coordinates =
        IntStream.range(0, decisions.size())
            .filter(k -> decisions.get(k).kind() == Decision.Kind.ORDERED)
            .filter(k -> decisions.get(k).size() > 1)
            .toArray();
    sizes = Arrays.stream(coordinates).map(k -> decisions.get(k).size()).toArray();
    populationSize = 4 + (int) (3 * StrictMath.log(Math.max(1, coordinates.length)));
    score = new Score(run.objective());
  }

  /** Descends from {@code start}, keeping its categorical decisions. */
  void from(int[] start, int seed) {
    int[] point = start.clone();
    if (coordinates.length == 0) {
      run.evaluate(point, score);
      return;
    }
    double[] guess = new double[coordinates.length];
    Arrays.setAll(guess, k -> (start[coordinates[k]] + 0.5) / sizes[k]);
    CMAESOptimizer optimizer =
        new CMAESOptimizer(generations, 0, true, 0, 0, new Well19937c(seed), false, null);
    try {
      optimizer.optimize(
          new MaxEval(Integer.MAX_VALUE),
          new ObjectiveFunction(x -> evaluate(x, point)),
          GoalType.MINIMIZE,
          new InitialGuess(guess),
          new SimpleBounds(filled(0), filled(1)),
          new CMAESOptimizer.Sigma(filled(sigma)),
          new CMAESOptimizer.PopulationSize(populationSize));
    } catch (MaxCountExceededException e) {
      // A covariance that cannot be decomposed any more, after thousands of generations: an end
      // like the others, of which the optimizer returns.
    }
  }

  private double[] filled(double value) {
    double[] filled = new double[coordinates.length];
    Arrays.fill(filled, value);
    return filled;
  }

  private double evaluate(double[] x, int[] point) {
    for (int k = 0; k < x.length; k++) {
      int value = (int) Math.floor(x[k] * sizes[k]);
      point[coordinates[k]] = Math.max(0, Math.min(sizes[k] - 1, value));
    }
    run.evaluate(point, score);
    return figure();
  }

  /**
   * One number that ranks like the score, but for objectives after the first, of which it shows
   * less. Objectives enter by their logarithms, so that one weight suits all units; strict ones,
   * which rank alike on all machines.
   */
  private double figure() {
    if (!score.isFeasible()) {
      return INFEASIBLE + StrictMath.log1p(score.violation);
    }
    double figure = 0;
    double weight = 1;
    for (double value : score.values) {
      figure += weight * Math.signum(value) * logarithm(Math.abs(value));
      weight *= TIE_BREAK;
    }
    return figure;
  }

  /** Rises with {@code value}: 0 for 0, some 55 for the least positive double, at most 1,510. */
  private static double logarithm(double value) {
    return value == 0 ? 0 : 800 + StrictMath.log(Math.min(value, Double.MAX_VALUE));
  }
}
