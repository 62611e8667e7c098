package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Nests;
import org.flatsearch.cost.RtlRow;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the walk with measured RTL cycles. */
class RtlCalibrationTest {
  private final Accelerator machine = SpecCatalogue.accelerator("rtl-16x16");

  @Test
  void staysCloseToTheMeasuredCycles() {
    double[] errors = errors(machine, RtlRow.all());
    double mean = Arrays.stream(errors).average().orElseThrow();
    double largest = Arrays.stream(errors).max().orElseThrow();

    System.out.printf(
        "walk: mean error on %s measured schedules %.2f %%, at most %.1f %%%n",
        errors.length, 100 * mean, 100 * largest);
    assertThat(mean).as("mean error").isLessThanOrEqualTo(0.010);
    assertThat(largest).as("largest error").isLessThanOrEqualTo(0.08);
  }

  @Test
  void ranksTheSchedulesOfEachShapeAsMeasured() {
    Map<String, List<RtlRow>> shapes = new LinkedHashMap<>();
    for (RtlRow row : RtlRow.all()) {
      shapes.computeIfAbsent(row.shape(), shape -> new ArrayList<>()).add(row);
    }
    shapes.forEach(
        (shape, rows) -> {
          double[] walked = rows.stream().mapToDouble(row -> cycles(machine, row)).toArray();
          double[] measured = rows.stream().mapToDouble(row -> row.get("rtl_cycles")).toArray();
          assertThat(correlation(ranks(walked), ranks(measured)))
              .as("Spearman's rank correlation of shape %s", shape)
              .isGreaterThanOrEqualTo(0.98);
        });
  }

  @Test
  void movesTheWordsThatTheMachineMovesAndFitsItsBuffer() {
    for (RtlRow row : RtlRow.all()) {
      CostSheet sheet = walk(machine, row);
      assertThat(sheet.dramReadWords * 16).as("%s", row).isEqualTo(row.get("mem_to_buf_bits"));
      assertThat(sheet.dramWriteWords * 16).as("%s", row).isEqualTo(row.get("buf_to_mem_bits"));
      assertThat(sheet.violationBytes).as("%s", row).isZero();
    }
  }

  @Test
  void takesTheSameTimeWhetherOrNotRowTilesAreBatches() {
    RtlRow.all().stream()
        .filter(row -> !row.needsTilesAsBatches())
        .forEach(
            row -> {
              CostSheet batches =
                  Nests.cost(new WalkModel(), machine, row.workload(true), row.nest());
              assertThat(batches.latencySeconds)
                  .as("%s", row)
                  .isEqualTo(walk(machine, row).latencySeconds);
            });
  }

  /** Refits the two fitted figures without one shape, and asks for the error on that shape. */
  @Test
  @Tag("thorough")
  void predictsShapesThatItWasNotFittedTo() {
    List<RtlRow> rows = RtlRow.all();
    Map<String, double[]> errorsByFit = new LinkedHashMap<>();
    for (double fill = 2; fill <= 6; fill += 0.5) {
      for (int logitsPerCycle = 16; logitsPerCycle <= 34; logitsPerCycle += 3) {
        Accelerator fit =
            machine.with(Map.of("fillCycles.attend", "" + fill, "lanes", "" + 3 * logitsPerCycle));
        errorsByFit.put(fill + " cycles, " + logitsPerCycle + " logits", errors(fit, rows));
      }
    }
    double sum = 0;
    for (String shape : new TreeSet<>(rows.stream().map(RtlRow::shape).toList())) {
      String best = null;
      double least = Double.POSITIVE_INFINITY;
      for (Map.Entry<String, double[]> fit : errorsByFit.entrySet()) {
        double error = sum(rows, fit.getValue(), row -> !row.shape().equals(shape));
        if (error < least) {
          least = error;
          best = fit.getKey();
        }
      }
      double left = sum(rows, errorsByFit.get(best), row -> row.shape().equals(shape));
      sum += left;
      long count = rows.stream().filter(row -> row.shape().equals(shape)).count();
      System.out.printf("without %s: fit %s; mean error on it %.4f%n", shape, best, left / count);
    }
    assertThat(sum / rows.size()).as("mean error on the shapes left out").isLessThan(0.010);
  }

  private static double sum(List<RtlRow> rows, double[] errors, Predicate<RtlRow> chosen) {
    double sum = 0;
    for (int k = 0; k < errors.length; k++) {
      sum += chosen.test(rows.get(k)) ? errors[k] : 0;
    }
    return sum;
  }

  private static double[] errors(Accelerator machine, List<RtlRow> rows) {
    return rows.stream()
        .mapToDouble(row -> Math.abs(cycles(machine, row) / row.get("rtl_cycles") - 1))
        .toArray();
  }

  private static double cycles(Accelerator machine, RtlRow row) {
    return walk(machine, row).latencySeconds * machine.clockHz();
  }

  private static CostSheet walk(Accelerator machine, RtlRow row) {
    AttentionWorkload workload = row.workload(row.needsTilesAsBatches());
    return Nests.cost(new WalkModel(), machine, workload, row.nest());
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
