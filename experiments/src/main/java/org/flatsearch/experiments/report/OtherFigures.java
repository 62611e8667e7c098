package org.flatsearch.experiments.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.SpecNames;

/**
 * What varies between accelerators apart from one swept figure, and from those that change with it,
 * as the bandwidths of reads and writes may.
 *
 * @param fixed the figures that vary otherwise
 * @param swept the figure, and those that change with it
 * @param isCut whether names of accelerators had no room for all figures
 */
record OtherFigures(List<AcceleratorFigure> fixed, List<AcceleratorFigure> swept, boolean isCut) {

  static OtherFigures of(AcceleratorFigure figure, Collection<Accelerator> accelerators) {
    List<AcceleratorFigure> fixed = new ArrayList<>();
    List<AcceleratorFigure> swept = new ArrayList<>();
    long values = combinations(accelerators, figure, figure);
    for (AcceleratorFigure other : AcceleratorFigure.values()) {
      if (combinations(accelerators, figure, other) > values) {
        fixed.add(other);
      } else if (combinations(accelerators, other, other) > 1) {
        swept.add(other);
      }
    }
    boolean isCut = accelerators.stream().anyMatch(a -> a.name().length() == SpecNames.LONGEST);
    return new OtherFigures(fixed, swept, isCut);
  }

  private static long combinations(
      Collection<Accelerator> accelerators, AcceleratorFigure one, AcceleratorFigure other) {
    return accelerators.stream()
        .map(a -> List.of(one.valueOf(a), other.valueOf(a)))
        .distinct()
        .count();
  }

  /** A name that accelerators share if and only if all fixed figures are the same. */
  String name(Accelerator accelerator) {
    String name = accelerator.name();
    if (isCut) {
      StringBuilder whole = new StringBuilder(AcceleratorName.original(name));
      fixed.forEach(f -> whole.append("+" + f.path() + "-" + text(f.valueOf(accelerator))));
      return whole.toString();
    }
    for (AcceleratorFigure figure : swept) {
      name = AcceleratorName.without(name, figure);
    }
    return name;
  }

  private static String text(Object value) {
    boolean hasDigits = value instanceof Double number && Double.isFinite(number);
    return hasDigits ? StrictJson.number((Double) value).asText() : value.toString();
  }
}
