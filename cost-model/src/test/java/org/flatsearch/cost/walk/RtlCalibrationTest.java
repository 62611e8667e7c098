package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.RtlRow;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** Compares the walk with measured RTL cycles. */
class RtlCalibrationTest {
  private final Accelerator machine = SpecCatalogue.accelerator("rtl-16x16");

  @Test
  void staysCloseToTheMeasuredCycles() {
    List<RtlRow> rows = RtlRow.all();
    double sum = 0;
    double most = 0;
    for (RtlRow row : rows) {
      double error = Math.abs(cycles(row) / row.get("rtl_cycles") - 1);
      sum += error;
      most = Math.max(most, error);
    }
    assertThat(rows).hasSize(95);
    assertThat(sum / rows.size()).as("mean error").isLessThanOrEqualTo(0.010);
    assertThat(most).as("largest error").isLessThanOrEqualTo(0.08);
  }

  @Test
  void ranksTheSchedulesOfEachShapeAsMeasured() {
    Map<String, List<RtlRow>> shapes = new LinkedHashMap<>();
    for (RtlRow row : RtlRow.all()) {
      shapes.computeIfAbsent(row.shape(), shape -> new ArrayList<>()).add(row);
    }
    assertThat(shapes).hasSize(3);
    shapes.forEach(
        (shape, rows) -> {
          double[] walked = rows.stream().mapToDouble(this::cycles).toArray();
          double[] measured = rows.stream().mapToDouble(row -> row.get("rtl_cycles")).toArray();
          double r = correlation(ranks(walked), ranks(measured));
          assertThat(r)
              .as("Spearman's rank correlation of shape %s", shape)
              .isGreaterThanOrEqualTo(0.98);
        });
  }

  private double cycles(RtlRow row) {
    CostSheet sheet = new CostSheet();
    new WalkCostModel()
        .bind(machine, row.workload(row.needsTilesApart()))
        .evaluate(row.nest(), sheet);
    assertThat(sheet.dramReadWords * 16).isEqualTo(row.get("mem_to_buf_bits"));
    assertThat(sheet.dramWriteWords * 16).isEqualTo(row.get("buf_to_mem_bits"));
    return sheet.latencySeconds * machine.clockHz();
  }

  /** Ranks from 1, ties sharing their mean. */
  private static double[] ranks(double[] values) {
    double[] ranks = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      for (double other : values) {
        ranks[k] += other < values[k] ? 1 : other == values[k] ? 0.5 : 0;
      }
      ranks[k] += 0.5;
    }
    return ranks;
  }

  private static double correlation(double[] x, double[] y) {
    double mean = (x.length + 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int k = 0; k < x.length; k++) {
      xy += (x[k] - mean) * (y[k] - mean);
      xx += (x[k] - mean) * (x[k] - mean);
      yy += (y[k] - mean) * (y[k] - mean);
    }
    return xy / Math.sqrt(xx * yy);
  }
}
