package org.flatsearch.experiments.silicon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.statistics.descriptive.Mean;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.kernel.KernelOnChip;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.AcceleratorFigure;

/**
 * Figures of a kernel on a chip, fitted to its rows in a table of measured kernels. A figure that
 * may as well have its default (nothing takes time, all is hidden) gets it.
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
  private final String chip;
  private final Kernel kernel;

  /** The rows that figures are fitted to, and those that they are tested on. */
  private final List<MeasuredRow> rows = new ArrayList<>();

  private final List<MeasuredRow> test = new ArrayList<>();
  private final List<Fit.Range> ranges = new ArrayList<>();

  /** The figures that did not get their defaults. */
  private final List<Fit.Range> kept = new ArrayList<>();

  private final Fit fit;

  /**
   * Fits figures.
   *
   * @param table the table
   * @param name the chip
   * @param wanted the kernel; empty if the chip has rows of one only
   * @param model the model that predicts the rows
   * @param bounds by figure to fit, two numbers such as {@code 0..600}
   * @param tuned how much it counts against figures that the rows' blocks are predicted to be worse
   *     than others
   * @param all whether figures are fitted to all shapes, rather than to the first of each two
   * @throws InvalidInputException if the table or a figure is wrong, naming it
   */
  public Calibration(
      Path table,
      String name,
      Optional<Kernel> wanted,
      CostModel model,
      Map<String, String> bounds,
      double tuned,
      boolean all) {
    this.table = table;
    this.model = model;
    this.tuned = tuned;
    chip = name;
    List<MeasuredRow> ofChip =
        MeasuredTable.read(table, wanted).stream()
            .filter(row -> row.chip().name().equals(name))
            .toList();
    if (ofChip.isEmpty()) {
      throw new InvalidInputException(
          "--chip: %s has no row of '%s'. Name a chip of the table.".formatted(table, name));
    }
    List<String> kernels =
        ofChip.stream().map(row -> row.kernel().name()).distinct().collect(Collectors.toList());
    if (kernels.size() > 1) {
      throw new InvalidInputException(
          "--chip: the rows of '%s' in %s are of the kernels %s. Choose one with --kernel."
              .formatted(name, table, String.join(", ", kernels)));
    }
    kernel = ofChip.get(0).kernel();
    List<String> shapes = ofChip.stream().map(MeasuredRow::shape).distinct().toList();
    for (MeasuredRow row : ofChip) {
      (all || shapes.indexOf(row.shape()) % 2 == 0 ? rows : test).add(row);
    }
    KernelOnChip on = KernelOnChip.of(kernel, rows.get(0).chip(), rows.get(0).layer());
    Map<String, Double> present = new LinkedHashMap<>();
    bounds.forEach(
        (figure, text) -> {
          Fit.Range range = Fit.Range.of(figure, text);
          ranges.add(range);
          present.put(figure, start(range, on));
        });
    kept.addAll(ranges);
    Fit first = Fit.of(rows, model, chip, present, ranges, STEP, tuned);
    fit = rounded(simplest(again(rows, first.figures(), ranges)));
  }

  /** The value to begin with: the present one, as far as the range has it. */
  private static double start(Fit.Range range, KernelOnChip on) {
    double value = on.figure(range.figure());
    boolean isReal =
        on.kernel().constants().containsKey(range.figure())
            || AcceleratorFigure.of(range.figure()).valueOf(on.variant(Map.of()).accelerator())
                instanceof Double;
    if (!isReal) {
      throw new InvalidInputException(
          "--fit: %s cannot have any value between two; fit another figure."
              .formatted(range.figure()));
    }
    return Math.min(range.high(), Math.max(range.low(), value));
  }

  /** Fits again, from figures that are nearly right. */
  private Fit again(List<MeasuredRow> of, Map<String, Double> figures, List<Fit.Range> free) {
    return Fit.of(of, model, chip, figures, free, SMALL_STEP, tuned);
  }

  /** Gives figures their defaults, one after another, as long as that loses hardly anything. */
  private Fit simplest(Fit best) {
    Fit simplest = best;
    for (Fit.Range range : ranges) {
      Optional<Double> value = byDefault(range.figure()).filter(range::has);
      if (value.isPresent()) {
        Fit without = again(rows, simplest.with(range, value.get()), without(range));
        if (without.loss() <= best.loss() + TOLERANCE) {
          simplest = without;
          kept.remove(range);
        }
      }
    }
    return simplest;
  }

  private Optional<Double> byDefault(String figure) {
    Double constant = kernel.constants().get(figure);
    return constant != null
        ? Optional.of(constant)
        : Optional.ofNullable(AcceleratorFigure.of(figure).defaultValue())
            .filter(Double.class::isInstance)
            .map(Double.class::cast);
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
    return "%s on %s, %s of %s, model %s\n\n%s\n"
            .formatted(
                kernel.name(),
                chip,
                Units.plural(rows.size(), "row"),
                table.getFileName(),
                model.name(),
                figures.text(""))
        + "On the right, the mean error if the figure is moved and the others are fitted again;"
        + " as fitted, it is %s.\n\n".formatted(error(rows, fit))
        + (test.isEmpty() ? dimensions() : tested());
  }

  /** What figures fitted to the other head dimensions say of each. */
  private String dimensions() {
    Columns errors = new Columns("lrr");
    errors.row("head dimension", "fitted to all", "fitted to the others");
    rows.stream()
        .map(row -> row.layer().queryDim())
        .distinct()
        .sorted()
        .forEach(dimension -> errors.row(errors(dimension)));
    return errors.text("");
  }

  private String tested() {
    Kernel fitted = fit.in(kernel, chip, "");
    List<Prediction> predictions =
        test.parallelStream().map(row -> row.by(fitted).predict(model)).toList();
    return "Tested on %s of the other shapes: the mean error is %s.\n\n%s"
        .formatted(
            Units.plural(test.size(), "row"), error(test, fit), Sweep.text(Sweep.of(predictions)));
  }

  private String errorIfMoved(Fit.Range range, double value) {
    return error(rows, again(rows, fit.with(range, value), without(range)));
  }

  private String[] errors(int dimension) {
    List<MeasuredRow> of =
        rows.stream().filter(row -> row.layer().queryDim() == dimension).toList();
    List<MeasuredRow> others = rows.stream().filter(row -> !of.contains(row)).toList();
    return new String[] {
      "" + dimension,
      error(of, fit),
      others.isEmpty() ? "" : error(of, again(others, fit.figures(), kept))
    };
  }

  private String error(List<MeasuredRow> of, Fit by) {
    Kernel fitted = by.in(kernel, chip, "");
    return Units.percent(
        Mean.of(
                of.parallelStream()
                    .mapToDouble(row -> row.by(fitted).predicted(model) / row.seconds() - 1)
                    .map(Math::abs)
                    .toArray())
            .getAsDouble());
  }

  /** The kernel's document, in which the figures say that they are fitted, and to what. */
  public ObjectNode document() {
    String source = "fitted to %d rows of %s".formatted(rows.size(), table.getFileName());
    return fit.in(kernel, chip, source).document();
  }
}
