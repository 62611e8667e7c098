package org.flatsearch.experiments.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.results.diff.DecisionDifference;
import org.flatsearch.results.diff.DiffSide;
import org.flatsearch.results.diff.FigureDifference;
import org.flatsearch.results.diff.ScheduleDiff;

/** Two schedules side by side, as text. */
public final class DiffText {
  private static final String INDENT = "  ";
  private static final String ABSENT = "-";

  private DiffText() {}

  /**
   * The text of a comparison.
   *
   * @param notes what to know of its figures, a line each
   */
  public static String of(ScheduleDiff diff, List<String> notes) {
    return new Columns("ll").row("A", side(diff.a())).row("B", side(diff.b())).text("")
        + "Model "
        + diff.model()
        + "\n"
        + notes.stream().map(note -> INDENT + note + "\n").collect(Collectors.joining())
        + "\n"
        + decisions(diff)
        + "\n"
        + figures(diff);
  }

  private static String side(DiffSide side) {
    return side.label() + " (" + side.workload().name() + " on " + side.accelerator().name() + ")";
  }

  private static String decisions(ScheduleDiff diff) {
    if (diff.isEmpty()) {
      return "No decision differs.\n";
    }
    Columns columns = new Columns("lllrr");
    columns.row("decision", "A", "B", "latency", "energy");
    for (DecisionDifference row : diff.decisions()) {
      columns.row(
          row.decision(),
          row.a().isEmpty() ? ABSENT : row.a(),
          row.b().isEmpty() ? ABSENT : row.b(),
          row.alone().map(cost -> alone(cost, diff.costA())).orElse(ABSENT),
          row.alone()
              .map(cost -> change(diff.costA().energyJoules(), cost.energyJoules()))
              .orElse(ABSENT));
    }
    return "Decisions that differ, and how A changes with B's choice of each\n"
        + columns.text(INDENT);
  }

  private static String alone(Cost cost, Cost before) {
    return cost.isFeasible() || !before.isFeasible()
        ? change(before.latencySeconds(), cost.latencySeconds())
        : "does not fit";
  }

  private static String figures(ScheduleDiff diff) {
    Columns columns = new Columns("lrrr");
    columns.row("cost", "A", "B", "change");
    for (FigureDifference row : diff.figures()) {
      columns.row(
          name(row), value(row.of(), row.a()), value(row.of(), row.b()), change(row.a(), row.b()));
    }
    Cost extrapolated = diff.costA().extrapolated() ? diff.costA() : diff.costB();
    return "What each costs\n" + columns.text(INDENT) + CostText.extrapolation(extrapolated);
  }

  /** The name in documents, {@code trafficBytes} for instance, without its unit. */
  private static String name(FigureDifference row) {
    String part = row.figure().substring(row.figure().indexOf('.') + 1);
    return row.figure().equals(row.of().jsonName())
        ? part.replaceFirst("(Joule)?(Seconds|Joules|Bytes)", "")
            .replaceAll("(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT)
        : INDENT + (row.of() == CostFigure.LATENCY ? "busy " : "") + part;
  }

  private static String value(CostFigure figure, double value) {
    if (value == 0) {
      return ABSENT;
    }
    return switch (figure.unit()) {
      case SECONDS -> Units.seconds(value);
      case JOULES -> Units.joules(value);
      case JOULE_SECONDS -> Units.withPrefix(value, "J·s");
      case BYTES -> Units.bytes(value);
      case FRACTION -> Units.percent(value);
      case COUNT -> Units.count(Math.round(value));
    };
  }

  private static String change(double before, double after) {
    if (Double.compare(before, after) == 0) {
      return "=";
    }
    return before == 0 ? "new" : Units.times(after / before);
  }
}
