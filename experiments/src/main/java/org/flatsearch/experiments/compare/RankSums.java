package org.flatsearch.experiments.compare;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * The exact distribution of the sum of a random subset of ranks, where equal values share the
 * average of their ranks. Rank tests ask how likely a sum as extreme as the observed one is if the
 * subset is random: any subset in the signed-rank test, one of a given size in the test of two
 * independent samples.
 *
 * <p>Commons Statistics has these distributions only for values that all differ, and the normal
 * approximation is too certain for few values with ties: two constant samples of five are as
 * different as 2 of 252 ways to deal them, p = 0.008, but get p = 0.004. Strategies that find the
 * same with every seed make such samples.
 *
 * <p>Method: Streitberg and Röhmel, "Exact distributions for permutation and rank tests: an
 * introduction to some recently published algorithms", Statistical Software Newsletter 12, 1986.
 */
final class RankSums {
  /** The most values whose distribution is computed: 2.6 million additions. */
  static final int MOST_VALUES = 40;

  /** Twice the rank of each value, which is whole. */
  private final int[] ranks;

  /** The number of subsets by size, then by twice the sum of their ranks; exact in a double. */
  private final double[][] subsets;

  RankSums(double[] values) {
    ranks = Arrays.stream(new NaturalRanking().rank(values)).mapToInt(r -> (int) (2 * r)).toArray();
    subsets = new double[ranks.length + 1][Arrays.stream(ranks).sum() + 1];
    subsets[0][0] = 1;
    for (int rank : ranks) {
      for (int size = ranks.length; size > 0; size--) {
        for (int sum = subsets[size].length - 1; sum >= rank; sum--) {
          subsets[size][sum] += subsets[size - 1][sum - rank];
        }
      }
    }
  }

  /**
   * How likely the first {@code size} values, if they are a random subset of this size, have a sum
   * at least as extreme, in either direction.
   */
  double ofFirst(int size) {
    return bothSides(subsets[size], Arrays.stream(ranks, 0, size).sum());
  }

  /**
   * How likely a random subset of any size has a sum at least as extreme, in either direction.
   *
   * @param chosen whether the observed subset has the value at an index
   */
  double of(IntPredicate chosen) {
    double[] ways = new double[subsets[0].length];
    for (double[] ofSize : subsets) {
      Arrays.setAll(ways, sum -> ways[sum] + ofSize[sum]);
    }
    return bothSides(
        ways, IntStream.range(0, ranks.length).filter(chosen).map(k -> ranks[k]).sum());
  }

  private static double bothSides(double[] ways, int sum) {
    double below = Arrays.stream(ways, 0, sum + 1).sum();
    double above = Arrays.stream(ways, sum, ways.length).sum();
    return Math.min(1, 2 * Math.min(below, above) / Arrays.stream(ways).sum());
  }
}
