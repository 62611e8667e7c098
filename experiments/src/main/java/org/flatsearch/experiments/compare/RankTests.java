package org.flatsearch.experiments.compare;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * The rank tests that comparisons use, two-sided: exact up to {@value RankSums#MOST_VALUES} values
 * ({@link RankSums}); for more by Apache Commons Statistics, which takes the normal approximation
 * with tie and continuity corrections then.
 */
final class RankTests {
  private RankTests() {}

  /**
   * Whether one of two samples tends to smaller values.
   *
   * @param pValue the p-value of the Mann-Whitney U test
   * @param a12 the effect size of Vargha and Delaney: the probability that a value of the first
   *     sample is smaller than one of the second, ties counting half
   */
  record Difference(double pValue, double a12) {}

  /** Compares two independent samples. */
  static Difference independent(double[] first, double[] second) {
    MannWhitneyUTest test = MannWhitneyUTest.withDefaults();
    double pairs = (double) first.length * second.length;
    // The statistic counts the pairs in which the first is greater, ties half.
    double a12 = 1 - test.statistic(first, second) / pairs;
    double[] both = DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    double pValue =
        both.length <= RankSums.MOST_VALUES
            ? RankSums.ofFirst(both, first.length)
            : allEqual(both) ? 1 : test.test(first, second).getPValue();
    return new Difference(pValue, a12);
  }

  /**
   * Whether one of two paired samples tends to smaller values.
   *
   * @param pValue the p-value of the Wilcoxon signed-rank test
   * @param signedRanks the sum of the ranks of the pairs in which the first is greater, minus that
   *     of the pairs in which the second is: negative if the first tends to smaller values
   */
  record PairedDifference(double pValue, double signedRanks) {}

  /**
   * Compares two paired samples by the pairs that differ (Wilcoxon, Biometrics Bulletin 1, 1945):
   * equal pairs say nothing. Commons Statistics would rank them too, and with many of them corrects
   * its variance for their tie twice. Numbers are subtracted as they are written, in decimals, so
   * that differences that are the same have the same rank.
   */
  static PairedDifference ofPairs(double[] first, double[] second) {
    double[] differences =
        IntStream.range(0, first.length)
            .mapToDouble(
                k ->
                    BigDecimal.valueOf(first[k])
                        .subtract(BigDecimal.valueOf(second[k]))
                        .doubleValue())
            .filter(difference -> difference != 0)
            .toArray();
    if (differences.length == 0) {
      return new PairedDifference(1, 0);
    }
    WilcoxonSignedRankTest test = WilcoxonSignedRankTest.withDefaults();
    double[] negated = Arrays.stream(differences).map(difference -> -difference).toArray();
    double signedRanks = test.statistic(differences) - test.statistic(negated);
    double pValue =
        differences.length <= RankSums.MOST_VALUES
            ? RankSums.of(
                Arrays.stream(differences).map(Math::abs).toArray(), k -> differences[k] > 0)
            : test.test(differences).getPValue();
    return new PairedDifference(pValue, signedRanks);
  }

  /**
   * Adjusts p-values of a family of tests by Holm's step-down method (Scandinavian Journal of
   * Statistics 6, 1979): the smallest is multiplied by the number of tests, the next by one less,
   * and so on, and none may end up smaller than the one before.
   */
  static double[] holm(double[] pValues) {
    Integer[] order = IntStream.range(0, pValues.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(k -> pValues[k]));
    double[] adjusted = new double[pValues.length];
    double before = 0;
    for (int rank = 0; rank < order.length; rank++) {
      before = Math.max(before, Math.min(1, pValues[order[rank]] * (order.length - rank)));
      adjusted[order[rank]] = before;
    }
    return adjusted;
  }

  private static boolean allEqual(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }
}
