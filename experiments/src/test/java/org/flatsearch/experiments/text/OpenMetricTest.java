package org.flatsearch.experiments.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How much better another schedule may be that is as good in the metrics before. */
class OpenMetricTest {

  @Test
  void neverPromisesLessThanTheWholeDistance() {
    assertThat(new OpenMetric("energy", 1.0521, 1).clause())
        .isEqualTo("; its energy is at most 5.3% above the least of any as good");
    assertThat(new OpenMetric("traffic", 1.0000001, 1).clause())
        .isEqualTo("; its traffic is less than 0.1% above the least of any as good");
  }

  @Test
  void givesNoDistanceToZero() {
    assertThat(new OpenMetric("energy", 1, 0).clause())
        .isEqualTo("; whether another as good has less energy is open");
  }
}
