package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostMetricsTest {
  private static final long SEED = 20261130;
  private static final int PAIRS = 2_000;

  /** Steps between costs, some so small that they are rounded away. */
  private static final double[] STEPS = {0, 1e-15, 1e-12, 4e-12, 1e-11, 0.1};

  private final Random random = new Random(SEED);
  private final Cost base = Cost.of(new CostSheet());

  @ParameterizedTest
  @EnumSource
  void comparesAsTheCatalogueDoes(CatalogueObjective catalogued) {
    Objective objective = catalogued.objective();
    int ties = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      double latency = random.nextDouble();
      double energy = random.nextDouble();
      Cost a = Records.cost(base, latency, energy);
      Cost b = Records.cost(base, latency * (1 + step()), energy * (1 + step()));

      int order = CostMetrics.compare(a, b, objective);
      assertThat(Integer.signum(order))
          .as("pair %s of seed %s: %s, %s", pair, SEED, a, b)
          .isEqualTo(Integer.signum(catalogued.compare(a, b)));
      ties += order == 0 ? 1 : 0;
    }
    assertThat(ties).isBetween(PAIRS / 50, 3 * PAIRS / 4);
  }

  private double step() {
    return (random.nextBoolean() ? 1 : -1) * STEPS[random.nextInt(STEPS.length)];
  }
}
