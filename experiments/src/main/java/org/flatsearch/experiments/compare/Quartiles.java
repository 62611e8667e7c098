package org.flatsearch.experiments.compare;

import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Median and quartiles of a sample (linear interpolation between order statistics, as in R and
 * NumPy by default), which may contain infinities (runs that found nothing).
 *
 * @param lower the first quartile
 * @param median the median
 * @param upper the third quartile
 */
public record Quartiles(double lower, double median, double upper) {
  /** Stands for infinity, with which one can't interpolate. */
  private static final double HUGE = 1e300;

  /** More than any finite figure, less than what interpolation makes of the stand-in. */
  private static final double LARGE = 1e280;

  private static final double[] PROBABILITIES = {0.25, 0.5, 0.75};

  /** The quartiles of a sample that is not empty. */
  public static Quartiles of(double[] sample) {
    double[] finite = sample.clone();
    for (int k = 0; k < finite.length; k++) {
      finite[k] = Math.min(finite[k], HUGE);
    }
    double[] quartiles =
        Quantile.withDefaults().with(Quantile.EstimationMethod.HF7).evaluate(finite, PROBABILITIES);
    return new Quartiles(back(quartiles[0]), back(quartiles[1]), back(quartiles[2]));
  }

  private static double back(double value) {
    return value > LARGE ? Double.POSITIVE_INFINITY : value;
  }
}
