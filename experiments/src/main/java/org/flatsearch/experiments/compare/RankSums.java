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
 * same with every seed make such samples. With dozens of seeds it is not certain enough: small
 * p-values come out twice as large or more.
 *
 * <p>Method: Streitberg and Röhmel, "Exact distributions for permutation and rank tests: an
 * introduction to some recently published algorithms", Statistical Software Newsletter 12, 1986.
 */
final class RankSums {
  /** The most values whose distribution is computed: some ten million additions. */
  static final int MOST_VALUES = 100;

  private RankSums() {}

  /**
   * How likely the first {@code size} values, if they are a random subset of this size, have a sum
   * of ranks at least as extreme, in either direction.
   */
  static double ofFirst(double[] values, int size) {
    int[] ranks = doubledRanks(values);
    int observed = Arrays.stream(ranks, 0, size).sum();
    Arrays.sort(ranks);
    // By size, then by sum.
    double[][] subsets = new double[size + 1][Arrays.stream(ranks).sum() + 1];
    subsets[0][0] = 1;
    int sum = 0;
    for (int n = 0; n < ranks.length; n++) {
      // Only sizes that the ranks so far can have and the other ranks can complete.
      int others = ranks.length - 1 - n;
      for (int k = Math.min(size, n + 1); k >= Math.max(1, size - others); k--) {
        add(subsets[k - 1], sum, ranks[n], subsets[k]);
      }
      sum += ranks[n];
    }
    return bothSides(subsets[size], observed);
  }

  /**
   * How likely a random subset of any size has a sum of ranks at least as extreme, in either
   * direction.
   *
   * @param chosen whether the observed subset has the value at an index
   */
  static double of(double[] values, IntPredicate chosen) {
    int[] ranks = doubledRanks(values);
    double[] subsets = new double[Arrays.stream(ranks).sum() + 1];
    subsets[0] = 1;
    int sum = 0;
    for (int rank : ranks) {
      add(subsets, sum, rank, subsets);
      sum += rank;
    }
    int observed = IntStream.range(0, ranks.length).filter(chosen).map(k -> ranks[k]).sum();
    return bothSides(subsets, observed);
  }

  /** Twice the rank of each value, which is whole. */
  private static int[] doubledRanks(double[] values) {
    return Arrays.stream(new NaturalRanking().rank(values)).mapToInt(r -> (int) (2 * r)).toArray();
  }

  /**
   * Adds the subsets that have one more value, of this rank, to those of sums up to {@code most}.
   * Their numbers are only added, so they are exact to some fourteen digits.
   */
  private static void add(double[] without, int most, int rank, double[] with) {
    for (int sum = most; sum >= 0; sum--) {
      with[sum + rank] += without[sum];
    }
  }

  private static double bothSides(double[] subsets, int sum) {
    double below = Arrays.stream(subsets, 0, sum + 1).sum();
    double above = Arrays.stream(subsets, sum, subsets.length).sum();
    return Math.min(1, 2 * Math.min(below, above) / Arrays.stream(subsets).sum());
  }
}
