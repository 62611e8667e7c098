package org.flatsearch.experiments.silicon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.descriptive.Mean;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;

/**
 * Figures of an accelerator, fitted to the rows of its chip in a table of measured kernels. A
 * figure that may as well have its default (nothing takes time, all is hidden) gets it.
 */
public final class Calibration {
  private static final int DIGITS = 3;
  private static final double MOVED = 0.2;
  private static final double STEP = 0.2;
  private static final double SMALL_STEP = 0.05;

  /** What a figure may lose to get its default. */
  private static final double TOLERANCE = 0.002;

  private final Path table;
  private final CostModel model;
  private final double tuned;
  private final List<MeasuredRow> rows;
  private final Accelerator chip;
  private final List<Fit.Range> ranges = new ArrayList<>();

  /** The figures that did not get their defaults. */
  private final List<Fit.Range> kept = new ArrayList<>();

  private final Fit fit;

  /**
   * Fits figures.
   *
   * @param table the table
   * @param name the chip
   * @param model the model that predicts the rows
   * @param bounds by figure to fit, two numbers such as {@code 0..600}
   * @param tuned how much it counts against figures that the rows' blocks are predicted to be worse
   *     than others
   * @throws InvalidInputException if the table or a figure is wrong, naming it
   */
  public Calibration(
      Path table, String name, CostModel model, Map<String, String> bounds, double tuned) {
    this.table = table;
    this.model = model;
    this.tuned = tuned;
    rows =
        MeasuredTable.read(table).stream().filter(row -> row.chip().name().equals(name)).toList();
    if (rows.isEmpty()) {
      throw new InvalidInputException(
          "--chip: %s has no row of '%s'. Name a chip of the table.".formatted(table, name));
    }
    chip = rows.get(0).chip();
    Map<String, Double> present = new LinkedHashMap<>();
    bounds.forEach(
        (figure, text) -> {
          Fit.Range range = Fit.Range.of(figure, text);
          ranges.add(range);
          present.put(figure, range.valueOf(chip));
        });
    kept.addAll(ranges);
    Fit first = Fit.of(rows, model, chip, present, ranges, STEP, tuned);
    fit = rounded(simplest(again(rows, first.figures(), ranges)));
  }

  /** Fits again, from figures that are nearly right. */
  private Fit again(List<MeasuredRow> of, Map<String, Double> figures, List<Fit.Range> free) {
    return Fit.of(of, model, chip, figures, free, SMALL_STEP, tuned);
  }

  /** Gives figures their defaults, one after another, as long as that loses hardly anything. */
  private Fit simplest(Fit best) {
    Fit simplest = best;
    for (Fit.Range range : ranges) {
      if (AcceleratorFigure.of(range.figure()).defaultValue() instanceof Double value
          && range.has(value)) {
        Fit without = again(rows, simplest.with(range, value), without(range));
        if (without.loss() <= best.loss() + TOLERANCE) {
          simplest = without;
          kept.remove(range);
        }
      }
    }
    return simplest;
  }

  private List<Fit.Range> without(Fit.Range range) {
    return kept.stream().filter(each -> each != range).toList();
  }

  private Fit rounded(Fit exact) {
    Fit rounded = exact;
    for (Fit.Range range : ranges) {
      double value = exact.figures().get(range.figure());
      double digits = new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
      rounded = again(rows, rounded.with(range, digits), List.of());
    }
    return rounded;
  }

  /** The figures, how well each is determined, and the errors, as fitted and of what was not. */
  public String text() {
    Columns figures = new Columns("lrlrr");
    figures.row("figure", "value", "", "20% less", "20% more");
    for (Fit.Range range : ranges) {
      double value = fit.figures().get(range.figure());
      boolean isKept = kept.contains(range);
      figures.row(
          range.figure(),
          "" + value,
          isKept ? "fitted" : "simplest",
          isKept ? errorIfMoved(range, value * (1 - MOVED)) : "",
          isKept ? errorIfMoved(range, value * (1 + MOVED)) : "");
    }
    Columns errors = new Columns("lrr");
    errors.row("head dimension", "fitted to all", "fitted to the others");
    rows.stream()
        .map(row -> row.workload().queryDim())
        .distinct()
        .sorted()
        .forEach(dimension -> errors.row(errors(dimension)));
    return "%s, %s of %s, model %s\n\n%s\n"
            .formatted(
                chip.name(),
                Units.plural(rows.size(), "row"),
                table.getFileName(),
                model.name(),
                figures.text(""))
        + "On the right, the mean error if the figure is moved and the others are fitted again;"
        + " as fitted, it is %s.\n\n%s".formatted(error(rows, fit), errors.text(""));
  }

  private String errorIfMoved(Fit.Range range, double value) {
    return error(rows, again(rows, fit.with(range, value), without(range)));
  }

  private String[] errors(int dimension) {
    List<MeasuredRow> of =
        rows.stream().filter(row -> row.workload().queryDim() == dimension).toList();
    List<MeasuredRow> others = rows.stream().filter(row -> !of.contains(row)).toList();
    return new String[] {
      "" + dimension,
      error(of, fit),
      others.isEmpty() ? "" : error(of, again(others, fit.figures(), kept))
    };
  }

  private String error(List<MeasuredRow> of, Fit by) {
    Accelerator fitted = by.on(chip);
    return Units.percent(
        Mean.of(
                of.parallelStream()
                    .mapToDouble(row -> row.on(fitted).predicted(model) / row.seconds() - 1)
                    .map(Math::abs)
                    .toArray())
            .getAsDouble());
  }

  /** The accelerator's document, in which the figures say that they are fitted, and to what. */
  public ObjectNode document() {
    ObjectNode document = fit.on(chip).toJson();
    String source = "fitted to %d rows of %s".formatted(rows.size(), table.getFileName());
    for (String figure : fit.figures().keySet()) {
      if (document.at("/" + figure.replace('.', '/')) instanceof ObjectNode entry) {
        entry.put("source", source);
      }
    }
    return document;
  }
}
