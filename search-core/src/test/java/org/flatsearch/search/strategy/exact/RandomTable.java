package org.flatsearch.search.strategy.exact;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.flatsearch.goal.Objective;
import org.flatsearch.search.Score;
import org.flatsearch.search.ToyProblem;

/**
 * A problem of two metrics without any structure: a table of random figures, some of them over
 * capacity. Its bounds are valid, but loose to a different degree for each box.
 */
final class RandomTable {
  private final SplittableRandom random;
  private final int[] sizes;
  private final double[][] figures;
  private final double[] violations;
  private final double slack;

  RandomTable(long seed) {
    // Not a Random: with small seeds, its first draws are alike.
    random = new SplittableRandom(seed);
    sizes = random.ints(1 + random.nextInt(4), 1, 7).toArray();
    int points = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    figures = new double[points][];
    violations = new double[points];
    // Few distinct figures make ties, which the second metric has to break.
    int distinct = random.nextBoolean() ? 4 : 1000;
    double infeasible = random.nextInt(4) / 3.0;
    for (int k = 0; k < points; k++) {
      figures[k] = new double[] {1 + random.nextInt(distinct), 1 + random.nextInt(distinct)};
      violations[k] = random.nextDouble() < infeasible ? 1 + random.nextInt(50) : 0;
    }
    slack = random.nextInt(3) * 0.3;
  }

  /** The table as a problem; some decisions may be left to completions. */
  ProvableToy problem() {
    ToyProblem toy =
        new ToyProblem(
            "table",
            ToyProblem.ordered(sizes),
            (point, metrics) -> {
              int at = index(point);
              metrics[0] = figures[at][0];
              metrics[1] = figures[at][1];
              return violations[at];
            });
    return new ProvableToy(toy, 1 + random.nextInt(sizes.length), this::bound);
  }

  private int index(int[] point) {
    int index = 0;
    for (int k = 0; k < sizes.length; k++) {
      index = index * sizes[k] + point[k];
    }
    return index;
  }

  private double bound(int[] low, int[] high, double[] metrics) {
    Arrays.fill(metrics, Double.POSITIVE_INFINITY);
    double violation = Double.POSITIVE_INFINITY;
    for (int k = 0; k < figures.length; k++) {
      if (isBetween(k, low, high)) {
        violation = Math.min(violation, violations[k]);
        metrics[0] = Math.min(metrics[0], figures[k][0]);
        metrics[1] = Math.min(metrics[1], figures[k][1]);
      }
    }
    double share =
        1
            - slack
                * new SplittableRandom(31L * Arrays.hashCode(low) + Arrays.hashCode(high))
                    .nextDouble();
    metrics[0] *= share;
    metrics[1] *= share;
    return violation * share;
  }

  private boolean isBetween(int index, int[] low, int[] high) {
    int rest = index;
    for (int k = sizes.length - 1; k >= 0; k--) {
      int value = rest % sizes[k];
      rest /= sizes[k];
      if (value < low[k] || value > high[k]) {
        return false;
      }
    }
    return true;
  }

  /** The score of the best point. */
  Score optimum(Objective objective) {
    Score best = new Score(objective);
    Score score = new Score(objective);
    for (int k = 0; k < figures.length; k++) {
      score.violation = violations[k];
      for (int metric = 0; metric < objective.size(); metric++) {
        score.values[metric] =
            figures[k][objective.metrics().get(metric).equals("latency") ? 0 : 1];
      }
      if (score.compareTo(best) < 0) {
        best.set(score);
      }
    }
    return best;
  }
}
