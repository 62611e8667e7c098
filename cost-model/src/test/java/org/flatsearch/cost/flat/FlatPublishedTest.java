package org.flatsearch.cost.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Model {@code flat} against the published results of FLAT's own (corrected) simulator. */
class FlatPublishedTest {
  /** 1e-9 relative, as AssertJ wants it. */
  private static final double PERCENT = 1e-7;

  static List<PublishedRow> rows() {
    return PublishedRow.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void reproducesThePublishedFigures(PublishedRow row) {
    ScheduleEvaluator evaluator = new FlatModel().bind(row.accelerator(), row.workload());
    CostSheet sheet = new CostSheet();
    assertThat(evaluator.refusal(row.mapping().toNest())).isEmpty();

    evaluator.evaluate(row.mapping().toNest(), sheet);

    assertThat(sheet.trafficBytes)
        .as("traffic")
        .isCloseTo(row.figure("mem_traffic"), withinPercentage(PERCENT));
    assertThat(sheet.latencySeconds)
        .as("latency")
        .isCloseTo(row.figure("actual_latency"), withinPercentage(PERCENT));
    assertThat(sheet.idealLatencySeconds)
        .as("ideal latency")
        .isCloseTo(row.figure("ideal_latency"), withinPercentage(PERCENT));
    assertThat(sheet.energyJoules * 1e12)
        .as("energy in picojoules")
        .isCloseTo(row.figure("energy"), withinPercentage(PERCENT));
    assertThat(sheet.spillFraction)
        .as("spill")
        .isCloseTo(row.figure("proportion_spilled"), withinPercentage(PERCENT));
  }
}
