package org.flatsearch.results.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.Cost;
import org.flatsearch.schedule.Tensor;

/**
 * A figure of the cost of both schedules.
 *
 * @param figure its name in documents, dotted for a part: {@code trafficBytesByTensor.K}
 * @param a its value for the first schedule, in the unit that the name says
 * @param b its value for the second
 */
public record FigureDifference(String figure, double a, double b) {
  public FigureDifference {
    Objects.requireNonNull(figure, "figure");
  }

  /**
   * The figures of two costs, without parts that are 0 in both, and without those that are equal
   * for all schedules of a workload: ideal latency, MACs and register accesses.
   */
  static List<FigureDifference> of(Cost a, Cost b) {
    List<FigureDifference> rows = new ArrayList<>();
    rows.add(new FigureDifference("latencySeconds", a.latencySeconds(), b.latencySeconds()));
    for (Bound bound : Bound.values()) {
      addPart(
          rows,
          "busySeconds." + bound.jsonName(),
          a.busySeconds().get(bound),
          b.busySeconds().get(bound));
    }
    rows.add(new FigureDifference("energyJoules", a.energyJoules(), b.energyJoules()));
    addPart(rows, "leakageJoules", a.leakageJoules(), b.leakageJoules());
    rows.add(new FigureDifference("edpJouleSeconds", a.edpJouleSeconds(), b.edpJouleSeconds()));
    rows.add(new FigureDifference("trafficBytes", a.trafficBytes(), b.trafficBytes()));
    for (Tensor tensor : Tensor.values()) {
      addPart(
          rows,
          "trafficBytesByTensor." + tensor.jsonName(),
          a.trafficBytesByTensor().get(tensor),
          b.trafficBytesByTensor().get(tensor));
    }
    rows.add(new FigureDifference("footprintBytes", a.footprintBytes(), b.footprintBytes()));
    for (Tensor tensor : Tensor.values()) {
      addPart(
          rows,
          "footprintBytesByTensor." + tensor.jsonName(),
          a.footprintBytesByTensor().get(tensor),
          b.footprintBytesByTensor().get(tensor));
    }
    addPart(rows, "spillFraction", a.spillFraction(), b.spillFraction());
    addPart(rows, "violationBytes", a.violationBytes(), b.violationBytes());
    rows.add(new FigureDifference("utilization", a.utilization(), b.utilization()));
    addCounts(rows, a.counts(), b.counts());
    return rows;
  }

  private static void addCounts(List<FigureDifference> rows, Cost.Counts a, Cost.Counts b) {
    addPart(rows, "laneOperations", (double) a.laneOperations(), (double) b.laneOperations());
    addPart(rows, "onChipReadWords", (double) a.onChipReadWords(), (double) b.onChipReadWords());
    addPart(rows, "onChipWriteWords", (double) a.onChipWriteWords(), (double) b.onChipWriteWords());
    addPart(rows, "dramReadWords", (double) a.dramReadWords(), (double) b.dramReadWords());
    addPart(rows, "dramWriteWords", (double) a.dramWriteWords(), (double) b.dramWriteWords());
  }

  private static void addPart(List<FigureDifference> rows, String name, Double a, Double b) {
    double first = a == null ? 0 : a;
    double second = b == null ? 0 : b;
    if (first != 0 || second != 0) {
      rows.add(new FigureDifference(name, first, second));
    }
  }
}
