package org.flatsearch.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

  /** With ties: normal approximation with tie and continuity correction, as in R and SciPy. */
  @Test
  void correctsForTies() {
    double[] x = {1, 2, 2, 3, 4, 4, 5};
    double[] y = {2, 4, 4, 5, 5, 6, 6};

    RankTests.Difference difference = RankTests.independent(x, y);

    assertThat(difference.pValue()).isCloseTo(0.067637, within(5e-7));
    assertThat(difference.a12()).isCloseTo((49 - 10.0) / 49, within(1e-12));
  }

  /** Depression scores (Hollander and Wolfe 1973, p. 29): V = 40, two-sided p = 0.03906. */
  @Test
  void comparesPairedSamplesAsOthersDo() {
    double[] x = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    double[] y = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};

    assertThat(RankTests.paired(x, y).pValue()).isCloseTo(0.03906, within(5e-6));
    // V = 40 of 45 ranks for the first being greater.
    assertThat(RankTests.paired(x, y).signedRanks()).isEqualTo(40 - 5);
  }

  @Test
  void findsNoDifferenceBetweenEqualSamples() {
    double[] same = {3, 3, 3, 3, 3};

    assertThat(RankTests.independent(same, same)).isEqualTo(new RankTests.Difference(1, 0.5));
    assertThat(RankTests.paired(same, same)).isEqualTo(new RankTests.PairedDifference(1, 0));
  }

  /** As of strategies that find the same result with every seed. */
  @Test
  void findsADifferenceBetweenConstantSamples() {
    double[] ones = {1, 1, 1, 1, 1};
    double[] twos = {2, 2, 2, 2, 2};

    // z = -(12.5 - 0.5) / sqrt(25 / 12 * (11 - 240 / 90)) = -2.88.
    assertThat(RankTests.independent(ones, twos).pValue()).isCloseTo(0.003977, within(5e-7));
    assertThat(RankTests.independent(ones, new double[] {1, 2, 2, 2, 2}).pValue()).isLessThan(0.05);
  }

  /** As of a problem that both strategies solve: the tie says nothing, the other pairs do. */
  @Test
  void findsADifferenceThoughAPairIsEqual() {
    double[] x = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    double[] y = {0, 2, 4, 6, 8, 10, 12, 14, 16};

    assertThat(RankTests.paired(x, y).pValue()).isLessThan(0.05);
    assertThat(RankTests.paired(x, y).signedRanks()).isNegative();
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
