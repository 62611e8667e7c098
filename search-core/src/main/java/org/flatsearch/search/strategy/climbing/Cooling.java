package org.flatsearch.search.strategy.climbing;

import java.util.random.RandomGenerator;
import org.flatsearch.search.Score;
import org.flatsearch.search.strategy.LogarithmicScale;

/**
 * Accepts a worse point with probability exp(-difference / temperature): simulated annealing
 * (Kirkpatrick, Gelatt and Vecchi, Science 220, 1983). The temperature falls linearly to zero over
 * the evaluations of a climb; each climb has as many as the one before, or some times as many.
 *
 * <p>Differences are relative ({@link LogarithmicScale}), summed over the levels of the score that
 * get worse. The objective counts only between feasible points.
 */
final class Cooling implements Acceptance {
  private final double temperature;
  private final int growth;
  private final RandomGenerator random;
  private long nextLength;
  private long length;
  private long changes;

  /**
   * @param octaves the temperature at which a climb begins: at 0.1, a point that is a tenth of an
   *     octave worse, some 7%, is accepted with probability 1/e
   * @param evaluations the length of the first climb
   * @param growth how many times as long as the one before each further climb is
   */
  Cooling(double octaves, int evaluations, int growth, RandomGenerator random) {
    temperature = octaves * LogarithmicScale.OCTAVE;
    this.growth = growth;
    this.random = random;
    nextLength = evaluations;
  }

  @Override
  public void begin(Score first) {
    length = nextLength;
    nextLength *= growth;
    changes = 0;
  }

  @Override
  public boolean accepts(Score changed, Score current) {
    changes++;
    if (changed.compareTo(current) <= 0) {
      return true;
    }
    // 0 at the end, which makes the chance 0 or, if no level differs, not a number.
    double left = temperature * (length - changes) / length;
    // Strict, because its result is the same on all machines.
    return random.nextDouble() < StrictMath.exp(-worsening(changed, current) / left);
  }

  private static double worsening(Score changed, Score current) {
    if (!changed.isFeasible() || !current.isFeasible()) {
      long by =
          LogarithmicScale.fromZero(changed.violation)
              - LogarithmicScale.fromZero(current.violation);
      return Math.max(0, by);
    }
    double sum = 0;
    for (int k = 0; k < changed.values.length; k++) {
      long by = LogarithmicScale.of(changed.values[k]) - LogarithmicScale.of(current.values[k]);
      sum += Math.max(0, by);
    }
    return sum;
  }

  @Override
  public boolean isOver() {
    return changes >= length;
  }
}
