package org.flatsearch.results;

import java.util.Optional;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.Cost.Counts;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.schedule.Tensor;

/**
 * Checks that documents can hold the figures of a model: JSON has neither infinities nor NaN, and
 * no measured or counted quantity is negative.
 */
final class SheetRules {
  private String complaint;

  private SheetRules() {}

  /** The first rule that a figure of {@code sheet} breaks, with its name and value. */
  static Optional<String> broken(CostSheet sheet) {
    SheetRules rules = new SheetRules();
    rules.requireFigures(sheet);
    if (rules.complaint == null) {
      rules.requireCounts(Cost.of(sheet).counts());
      rules.requireCharge(sheet);
    }
    return Optional.ofNullable(rules.complaint);
  }

  private void requireFigures(CostSheet sheet) {
    require("latencySeconds", sheet.latencySeconds);
    require("energyJoules", sheet.energyJoules);
    require("edpJouleSeconds", sheet.energyJoules * sheet.latencySeconds);
    require("leakageJoules", sheet.leakageJoules);
    require("trafficBytes", sheet.trafficBytes);
    require("footprintBytes", sheet.footprintBytes);
    for (Tensor tensor : Tensor.values()) {
      String of = "ByTensor of '" + tensor.jsonName() + "'";
      require("trafficBytes" + of, sheet.trafficBytesByTensor[tensor.ordinal()]);
      require("footprintBytes" + of, sheet.footprintBytesByTensor[tensor.ordinal()]);
    }
    require("violationBytes", sheet.violationBytes);
    require("utilization", sheet.utilization);
    require("idealLatencySeconds", sheet.idealLatencySeconds);
    require("spillFraction", sheet.spillFraction);
    if (sheet.spillFraction > 1) {
      complain("spillFraction is " + sheet.spillFraction + ", must be at most 1");
    }
    for (Bound bound : Bound.values()) {
      require("busySeconds of '" + bound.jsonName() + "'", sheet.busySeconds[bound.ordinal()]);
    }
    if (sheet.bound == null) {
      complain("bound is null, must name a resource");
    }
  }

  private void requireCounts(Counts counts) {
    CostDocument.toJson(counts)
        .properties()
        .forEach(count -> require(count.getKey(), count.getValue().longValue()));
  }

  /** An excess that no tensor could be charged with would leave the schedule feasible. */
  private void requireCharge(CostSheet sheet) {
    if (sheet.violationBytes > 0 && Cost.of(sheet).isFeasible()) {
      complain(
          "violationBytes is "
              + sheet.violationBytes
              + ", must be 0 where footprintBytesByTensor is 0 of each tensor");
    }
  }

  private void require(String figure, double value) {
    if (!Double.isFinite(value) || value < 0) {
      complain(figure + " is " + value + ", must be a finite number of at least 0");
    }
  }

  private void require(String count, long value) {
    if (value < 0) {
      complain(count + " is " + value + ", must be a count of at least 0");
    }
  }

  private void complain(String broken) {
    complaint = complaint == null ? broken : complaint;
  }
}
