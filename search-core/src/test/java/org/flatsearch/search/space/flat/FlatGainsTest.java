package org.flatsearch.search.space.flat;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.search.space.flat.FlatGains.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pins the table of gains in docs/reference.md: for each step, the geometric mean and the best case
 * of the gain over the step before. Without softmax lanes, then with 256 and 64 of them.
 */
@Execution(ExecutionMode.CONCURRENT)
class FlatGainsTest {

  /** Any row tile, mixed OUTPUT and WEIGHT, INPUT. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "| flat-edge | 1.059 | 1.125 (trxl 8K) | 1.000 | 1.000 | 1.000 | 1.000 |",
        "| flat-edge-256-lanes | 1.109 | 1.219 (xlm 1024K) | 1.000 | 1.000 | 1.001 | 1.017 (bert"
            + " 8K) |",
        "| flat-edge-64-lanes | 1.109 | 1.219 (xlm 1024K) | 1.000 | 1.000 | 1.001 | 1.017 (bert 8K)"
            + " |",
        "| flat-cloud | 1.028 | 1.125 (bert 128K) | 1.008 | 1.138 (bert 128K) | 1.663 | 2.499 (trxl"
            + " 4K) |",
        "| flat-cloud-256-lanes | 1.029 | 1.191 (xlm 128K) | 1.000 | 1.000 | 1.000 | 1.000 |",
        "| flat-cloud-64-lanes | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |",
      })
  void gainsInSeparateSteps(String row) {
    FlatGains gains = new FlatGains(accelerator(row), Step.INPUT);
    assertThat(gains.row()).isEqualTo(row);
    assertThat(gains.neverWorse()).isTrue();
  }

  /** One more step, several instances in a FLAT tile, which exists only with unlimited lanes. */
  @Tag("thorough")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "| flat-edge | 1.059 | 1.125 (trxl 8K) | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |",
        "| flat-cloud | 1.028 | 1.125 (bert 128K) | 1.008 | 1.138 (bert 128K) | 1.663 | 2.499 (trxl"
            + " 4K) | 1.000 | 1.006 (trxl 512) |",
      })
  void gainsHardlyMoreWithSeveralInstancesInATile(String row) {
    FlatGains gains = new FlatGains(accelerator(row), Step.INSTANCES);
    assertThat(gains.row()).isEqualTo(row);
    assertThat(gains.neverWorse()).isTrue();
  }

  private static String accelerator(String row) {
    return row.split("[| ]+")[1];
  }
}
