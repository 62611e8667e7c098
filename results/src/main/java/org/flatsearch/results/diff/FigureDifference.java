package org.flatsearch.results.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostFigure;

/**
 * A figure of the cost of both schedules.
 *
 * @param of the figure, or the one that has this part
 * @param figure its name in documents, dotted for a part: {@code trafficBytesByTensor.K}
 * @param a its value for the first schedule, in the unit that the name says
 * @param b its value for the second
 */
public record FigureDifference(CostFigure of, String figure, double a, double b) {
  public FigureDifference {
    Objects.requireNonNull(of, "of");
    Objects.requireNonNull(figure, "figure");
  }

  /**
   * The figures of two costs, without those that are 0 in both, and without those that are equal
   * because the workload is.
   */
  static List<FigureDifference> of(Cost a, Cost b) {
    List<FigureDifference> rows = new ArrayList<>();
    for (CostFigure figure : CostFigure.values()) {
      double first = a.value(figure);
      double second = b.value(figure);
      if (!figure.isOfWorkload() || first != second) {
        add(rows, figure, figure.jsonName(), first, second);
      }
      figure
          .parts()
          .ifPresent(
              parts -> add(rows, figure, parts, a.parts().get(figure), b.parts().get(figure)));
    }
    return rows;
  }

  private static <E extends Enum<E>> void add(
      List<FigureDifference> rows,
      CostFigure figure,
      CostFigure.Parts<E> parts,
      Map<? extends Enum<?>, Double> a,
      Map<? extends Enum<?>, Double> b) {
    for (E key : parts.all()) {
      String name = parts.jsonName() + "." + parts.keyName().apply(key);
      add(rows, figure, name, valueOrZero(a, key), valueOrZero(b, key));
    }
  }

  private static double valueOrZero(Map<? extends Enum<?>, Double> parts, Enum<?> key) {
    return parts.containsKey(key) ? parts.get(key) : 0;
  }

  private static void add(
      List<FigureDifference> rows, CostFigure of, String figure, double a, double b) {
    if (a != 0 || b != 0) {
      rows.add(new FigureDifference(of, figure, a, b));
    }
  }
}
