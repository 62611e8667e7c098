package org.flatsearch.experiments.silicon;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.MultivariateFunctionPenaltyAdapter;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.json.InvalidInputException;

/**
 * Figures of a kernel on a chip that fit measured rows: those of the least loss, which is the mean
 * error, 0.3 of its root mean square and, with a weight, what blocks are predicted above the best
 * of their grid beyond 8%, because a tuner has found them to be best.
 *
 * @param figures values by path of the figure
 * @param loss the loss
 */
record Fit(Map<String, Double> figures, double loss) {
  private static final int MOST_EVALUATIONS = 400;
  private static final double OUT_OF_BOUNDS = 10;
  private static final double TUNED = 0.08;

  /** A figure to fit, between two values. */
  record Range(String figure, double low, double high) {
    private static final Pattern BOUNDS = Pattern.compile("([-+.eE0-9]+)\\.\\.([-+.eE0-9]+)");

    /** Reads bounds such as {@code 0..600}. */
    static Range of(String figure, String bounds) {
      Matcher matcher = BOUNDS.matcher(bounds);
      try {
        if (matcher.matches()) {
          double low = Double.parseDouble(matcher.group(1));
          double high = Double.parseDouble(matcher.group(2));
          if (low < high) {
            return new Range(figure, low, high);
          }
        }
      } catch (NumberFormatException e) {
        // As with bounds that are not two numbers.
      }
      throw new InvalidInputException(
          "--fit: the bounds of %s are '%s' but must be two numbers like 0..600."
              .formatted(figure, bounds));
    }

    boolean has(double value) {
      return low <= value && value <= high;
    }

    private double part(double value) {
      return Math.min(1, Math.max(0, (value - low) / (high - low)));
    }
  }

  /** These figures, one of them with another value within its bounds. */
  Map<String, Double> with(Range range, double value) {
    Map<String, Double> moved = new LinkedHashMap<>(figures);
    moved.put(range.figure(), Math.min(range.high(), Math.max(range.low(), value)));
    return moved;
  }

  /** The kernel with these figures on a chip. */
  Kernel in(Kernel kernel, String chip, String source) {
    return kernel.with(chip, figures, source);
  }

  /**
   * Fits figures, by a simplex that begins at the present ones.
   *
   * @param figures the present figures
   * @param ranges the figures to fit
   * @param step the size of the first simplex, as a part of each range
   * @param tuned the weight of what the tuner found
   */
  static Fit of(
      List<MeasuredRow> rows,
      CostModel model,
      String chip,
      Map<String, Double> figures,
      List<Range> ranges,
      double step,
      double tuned) {
    int count = ranges.size();
    if (count == 0) {
      return new Fit(figures, loss(rows, model, chip, figures, tuned));
    }
    MultivariateFunction loss =
        new MultivariateFunctionPenaltyAdapter(
            point -> loss(rows, model, chip, at(point, ranges, figures), tuned),
            new double[count],
            ones(count, 1),
            OUT_OF_BOUNDS,
            ones(count, 1));
    double[] point =
        ranges.stream().mapToDouble(range -> range.part(figures.get(range.figure()))).toArray();
    // Into the range, from whichever half a figure is in.
    double[] steps = Arrays.stream(point).map(each -> each > 0.5 ? -step : step).toArray();
    PointValuePair found =
        new SimplexOptimizer(new SimpleValueChecker(1e-3, 5e-5))
            .optimize(
                new MaxEval(MOST_EVALUATIONS),
                new ObjectiveFunction(loss),
                GoalType.MINIMIZE,
                new InitialGuess(point),
                new NelderMeadSimplex(steps));
    return new Fit(at(found.getPoint(), ranges, figures), found.getValue());
  }

  private static double[] ones(int count, double value) {
    double[] ones = new double[count];
    Arrays.fill(ones, value);
    return ones;
  }

  private static Map<String, Double> at(
      double[] point, List<Range> ranges, Map<String, Double> figures) {
    Map<String, Double> at = new LinkedHashMap<>(figures);
    for (int k = 0; k < point.length; k++) {
      Range range = ranges.get(k);
      at.put(range.figure(), range.low() + point[k] * (range.high() - range.low()));
    }
    return at;
  }

  private static double loss(
      List<MeasuredRow> rows,
      CostModel model,
      String chip,
      Map<String, Double> figures,
      double tuned) {
    Kernel kernel = rows.get(0).kernel().with(chip, figures, "");
    double[][] terms =
        rows.parallelStream()
            .map(row -> terms(row.by(kernel), model, tuned))
            .toArray(double[][]::new);
    double absolute = 0;
    double square = 0;
    double excess = 0;
    for (double[] each : terms) {
      absolute += Math.abs(each[0]);
      square += each[0] * each[0];
      excess += each[1];
    }
    return (absolute + tuned * excess) / terms.length + 0.3 * Math.sqrt(square / terms.length);
  }

  /** The error of a row, and what its blocks are predicted above the best. */
  private static double[] terms(MeasuredRow row, CostModel model, double tuned) {
    if (tuned == 0) {
      return new double[] {row.predicted(model) / row.seconds() - 1, 0};
    }
    Prediction prediction = row.predict(model);
    double above = prediction.seconds() / prediction.bestSeconds() - 1;
    return new double[] {prediction.error(), Math.max(0, above - TUNED)};
  }
}
