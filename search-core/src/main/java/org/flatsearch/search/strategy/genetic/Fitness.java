package org.flatsearch.search.strategy.genetic;

import java.util.Arrays;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.search.Score;

/** The score of an individual, to be minimised: infeasible ones rank by their violation. */
record Fitness(Score score) implements Comparable<Fitness> {
  /**
   * A copy of {@code score}, which may be reused. What does not fit gets no figures: its own have
   * no meaning and may be those of another point, yet crowding sorts by them.
   */
  static Fitness of(Score score) {
    Score copy = new Score(score);
    if (!copy.isFeasible()) {
      Arrays.fill(copy.values, Double.NaN);
    }
    return new Fitness(copy);
  }

  @Override
  public int compareTo(Fitness other) {
    return score.compareTo(other.score);
  }

  /**
   * Positive if {@code a} is dominated by {@code b}, negative if it dominates, else 0. Compares all
   * significant digits, so that selection makes progress even within a step of the tolerance.
   */
  static int dominance(Fitness a, Fitness b) {
    return dominance(a, b, Tolerance.NONE);
  }

  /** {@link #dominance(Fitness, Fitness)} where values that tie within a tolerance are equal. */
  static int dominance(Fitness a, Fitness b, Tolerance tolerance) {
    if (!a.score.isFeasible() || !b.score.isFeasible()) {
      return Double.compare(a.score.violation, b.score.violation);
    }
    boolean worse = false;
    boolean better = false;
    for (int k = 0; k < a.score.values.length && !(worse && better); k++) {
      int order = compareAt(a, b, k, tolerance);
      worse |= order > 0;
      better |= order < 0;
    }
    return worse == better ? 0 : worse ? 1 : -1;
  }

  /** Compares one objective, without a tolerance. */
  static int compareAt(Fitness a, Fitness b, int objective) {
    return compareAt(a, b, objective, Tolerance.NONE);
  }

  /** Compares one objective; values that tie within the tolerance are equal. */
  static int compareAt(Fitness a, Fitness b, int objective, Tolerance tolerance) {
    return tolerance.compare(a.score.values[objective], b.score.values[objective]);
  }

  /** Whether all objectives tie within the tolerance. */
  static boolean isEqual(Fitness a, Fitness b, Tolerance tolerance) {
    for (int k = 0; k < dimension(a); k++) {
      if (compareAt(a, b, k, tolerance) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The distance in one objective; 0 if either is infeasible and so has no values. */
  static double distanceAt(Fitness a, Fitness b, int objective) {
    if (!a.score.isFeasible() || !b.score.isFeasible()) {
      return 0;
    }
    return a.score.values[objective] - b.score.values[objective];
  }

  /** The number of objectives. */
  static int dimension(Fitness fitness) {
    return fitness.score.values.length;
  }
}
