package org.flatsearch.experiments.compare;

import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Median and quartiles of a sample, by linear interpolation between order statistics, the default
 * of R and NumPy. The sample may contain infinities, of runs that found nothing.
 *
 * @param lower the first quartile
 * @param median the median
 * @param upper the third quartile
 */
public record Quartiles(double lower, double median, double upper) {
  private static final double[] PROBABILITIES = {0.25, 0.5, 0.75};

  /** The quartiles of a sample that is not empty. */
  public static Quartiles of(double[] sample) {
    double[] quartiles =
        Quantile.withDefaults()
            .with(Quantile.EstimationMethod.HF7)
            .evaluate(sample.clone(), PROBABILITIES);
    return new Quartiles(quartiles[0], quartiles[1], quartiles[2]);
  }
}
