package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostSheet;
import org.junit.jupiter.api.Test;

class CatalogueObjectiveTest {
  @Test
  void comparesInTwelveDigitsAsASearchDoes() {
    assertThat(compare(9.00000000002, 9)).isPositive();
    assertThat(compare(9.000000000004, 9)).isZero();
    assertThat(compare(0.1 + 0.2, 0.3)).isZero();
    assertThat(compare(0, 0)).isZero();
  }

  /** Ties are transitive, so that the best does not depend on the order of comparisons. */
  @Test
  void tiesAreTransitive() {
    double step = 0.7e-11;
    for (int k = 0; k < 100; k++) {
      double a = 1 + k * step;
      double b = a + step;
      double c = b + step;
      assertThat(compare(a, b) == 0 && compare(b, c) == 0).isEqualTo(compare(a, c) == 0);
    }
  }

  @Test
  void laterFiguresBreakTiesOfEarlierOnes() {
    assertThat(CatalogueObjective.EDP.compareValues(List.of(1.0, 3.0), List.of(1 + 1e-15, 2.0)))
        .isPositive();
    assertThat(CatalogueObjective.EDP.compareValues(List.of(1.0, 3.0), List.of(1.1, 2.0)))
        .isNegative();
    assertThat(CatalogueObjective.EDP.compareValues(List.of(1.0), List.of(1.0, 2.0))).isZero();
  }

  @Test
  void whatFitsIsBetterThanWhatExceedsTheBufferAndThatByHowMuch() {
    assertThat(CatalogueObjective.LATENCY.compare(cost(1, 64), cost(2, 0))).isPositive();
    assertThat(CatalogueObjective.LATENCY.compare(cost(2, 0), cost(1, 64))).isNegative();
    assertThat(CatalogueObjective.LATENCY.compare(cost(1, 128), cost(2, 64))).isPositive();
    assertThat(CatalogueObjective.LATENCY.compare(cost(1, 64), cost(2, 64))).isZero();
  }

  private static Cost cost(double latency, double excess) {
    CostSheet sheet = new CostSheet();
    sheet.latencySeconds = latency;
    sheet.footprintBytesByTensor[0] = excess;
    sheet.violationBytes = excess;
    return Cost.of(sheet);
  }

  private static int compare(double a, double b) {
    return CatalogueObjective.EDP.compareValues(List.of(a), List.of(b));
  }
}
