package org.flatsearch.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rank tests, against figures that textbooks and other programs give for the same data. */
class RankTestsTest {

  /**
   * Permeability of membranes (Hollander and Wolfe 1973, p. 69), the example of R's wilcox.test.
   */
  @Test
  void comparesIndependentSamplesAsOthersDo() {
    double[] x = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    double[] y = {1.15, 0.88, 0.90, 0.74, 1.21};

    RankTests.Difference difference = RankTests.independent(x, y);

    assertThat(difference.pValue()).isCloseTo(0.2544, within(5e-5));
    // U = 35 of 50 pairs in which x is greater.
    assertThat(difference.a12()).isCloseTo(1 - 0.70, within(1e-12));
  }

  /** SciPy: permutation_test of the sum of rankdata, two-sided, n_resamples=inf. */
  @Test
  void knowsTheDistributionWithTies() {
    double[] x = {1, 2, 2, 3, 4, 4, 5};
    double[] y = {2, 4, 4, 5, 5, 6, 6};

    RankTests.Difference difference = RankTests.independent(x, y);

    assertThat(difference.pValue()).isCloseTo(0.0722611, within(5e-7));
    assertThat(difference.a12()).isCloseTo((49 - 10.0) / 49, within(1e-12));
  }

  /**
   * Each value of above four times, counted with whole numbers of any size. The normal
   * approximation gives 0.000102; a study with 31 seeds has samples like these.
   */
  @Test
  void isExactForTheSamplesOfAStudy() {
    double[] x = repeat(4, 1, 2, 2, 3, 4, 4, 5);
    double[] y = repeat(4, 2, 4, 4, 5, 5, 6, 6);

    assertThat(RankTests.independent(x, y).pValue())
        .isCloseTo(5.5343600515088755e-05, within(1e-17));
    assertThat(RankTests.ofPairs(halves(60), new double[60]).pValue())
        .isCloseTo(0.037068251882108334, within(1e-14));
  }

  /**
   * SciPy: mannwhitneyu, asymptotic with continuity correction; each value of above eight times.
   */
  @Test
  void approximatesLargeSamplesWithTies() {
    double[] x = repeat(8, 1, 2, 2, 3, 4, 4, 5);
    double[] y = repeat(8, 2, 4, 4, 5, 5, 6, 6);

    assertThat(RankTests.independent(x, y).pValue()).isCloseTo(3.247222728e-08, within(5e-17));
  }

  private static double[] repeat(int times, double... values) {
    return IntStream.range(0, times * values.length).mapToDouble(k -> values[k / times]).toArray();
  }

  /** Depression scores (Hollander and Wolfe 1973, p. 29): V = 40, two-sided p = 0.03906. */
  @Test
  void comparesPairedSamplesAsOthersDo() {
    double[] x = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    double[] y = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};

    assertThat(RankTests.ofPairs(x, y).pValue()).isCloseTo(0.03906, within(5e-6));
    // V = 40 of 45 ranks for the first being greater.
    assertThat(RankTests.ofPairs(x, y).signedRanks()).isEqualTo(40 - 5);
  }

  @Test
  void findsNoDifferenceBetweenEqualSamples() {
    double[] same = {3, 3, 3, 3, 3};

    assertThat(RankTests.independent(same, same)).isEqualTo(new RankTests.Difference(1, 0.5));
    assertThat(RankTests.ofPairs(same, same)).isEqualTo(new RankTests.PairedDifference(1, 0));
  }

  /** As of problems that both strategies solve: only the others say which one is better. */
  @Test
  void equalPairsSayNothing() {
    double[] x = new double[36];
    double[] y = new double[36];
    x[5] = 1;
    x[17] = 2;
    x[30] = 4;

    // 2 of the 8 signs of three differences are as extreme.
    assertThat(RankTests.ofPairs(x, y))
        .isEqualTo(new RankTests.PairedDifference(0.25, 6))
        .isEqualTo(RankTests.ofPairs(new double[] {1, 2, 4}, new double[3]));
    double[] one = new double[20];
    one[3] = 1;
    assertThat(RankTests.ofPairs(one, new double[20]))
        .isEqualTo(new RankTests.PairedDifference(1, 1));
  }

  /** Half of 1, 2, 3 and so on, rounded down, every third negative. */
  private static double[] halves(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToDouble(k -> k % 3 == 0 ? -(k / 2) : k / 2)
        .toArray();
  }

  /** The exact p-values are those of all samples that are as likely, listed one by one. */
  @Test
  void countsWhatEnumerationCounts() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int size = random.nextInt(2, 11);
      int first = random.nextInt(1, size);
      double[] values = IntStream.range(0, size).mapToDouble(k -> random.nextInt(1, 6)).toArray();
      boolean[] positive = new boolean[size];
      for (int k = 0; k < size; k++) {
        positive[k] = random.nextBoolean();
      }
      double[] differences =
          IntStream.range(0, size).mapToDouble(k -> positive[k] ? values[k] : -values[k]).toArray();
      double[] ranks =
          Arrays.stream(values)
              .map(
                  value ->
                      Arrays.stream(values)
                              .map(other -> other < value ? 1 : other == value ? 0.5 : 0)
                              .sum()
                          + 0.5)
              .toArray();
      int observed = IntStream.range(0, size).map(k -> positive[k] ? 1 << k : 0).sum();
      String what = "seed " + seed;
      assertThat(RankTests.ofPairs(differences, new double[size]).pValue())
          .as(what)
          .isCloseTo(enumerated(ranks, observed, subset -> true), within(1e-12));
      assertThat(
              RankTests.independent(
                      Arrays.copyOf(values, first), Arrays.copyOfRange(values, first, size))
                  .pValue())
          .as(what)
          .isCloseTo(
              enumerated(ranks, (1 << first) - 1, subset -> Integer.bitCount(subset) == first),
              within(1e-12));
    }
  }

  /** The p-value of the sum of a subset among all subsets that are as likely, as bit sets. */
  private static double enumerated(double[] ranks, int observed, IntPredicate isLikely) {
    double[] sums =
        IntStream.range(0, 1 << ranks.length)
            .filter(isLikely)
            .mapToDouble(subset -> sum(ranks, subset))
            .toArray();
    double sum = sum(ranks, observed);
    long below = Arrays.stream(sums).filter(other -> other <= sum).count();
    long above = Arrays.stream(sums).filter(other -> other >= sum).count();
    return Math.min(1, 2.0 * Math.min(below, above) / sums.length);
  }

  private static double sum(double[] ranks, int subset) {
    return IntStream.range(0, ranks.length)
        .filter(k -> (subset >> k & 1) != 0)
        .mapToDouble(k -> ranks[k])
        .sum();
  }

  @Test
  void givesTheEffectSizeThatAlwaysBeingBetterHas() {
    RankTests.Difference difference =
        RankTests.independent(new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8});

    assertThat(difference.a12()).isEqualTo(1);
    // 2 of the 70 ways to deal 8 ranks to two groups of 4 are as extreme.
    assertThat(difference.pValue()).isCloseTo(2.0 / 70, within(1e-12));
  }

  /** R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"). */
  @Test
  void adjustsAFamilyOfTests() {
    assertThat(RankTests.holm(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    assertThat(RankTests.holm(new double[] {0.9, 0.8})).containsExactly(1, 1);
    assertThat(RankTests.holm(new double[0])).isEmpty();
  }
}
