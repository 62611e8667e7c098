package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.flatsearch.experiments.compare.AnytimeRun;
import org.flatsearch.experiments.compare.ComparedProblem;
import org.flatsearch.experiments.compare.Contender;
import org.flatsearch.experiments.compare.Ecdf;
import org.flatsearch.experiments.compare.Quartiles;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.json.StrictJson;

/**
 * The final gaps and the curves of a comparison, as a report plots them. Curves are thinned out to
 * a number of points that does not grow with the number of runs.
 */
final class AnytimeCurves {
  private static final int POINTS_PER_DECADE = 12;

  /** The least rise of a distribution that a plot can show. */
  private static final double ECDF_STEP = 1.0 / 240;

  private final StrategyComparison comparison;

  AnytimeCurves(StrategyComparison comparison) {
    this.comparison = comparison;
  }

  /** Median and quartiles of the gap by evaluations, for each problem and contender. */
  ArrayNode convergence() {
    ArrayNode json = StrictJson.newObject().putArray("convergence");
    for (ComparedProblem problem : comparison.problems()) {
      ArrayNode series = json.addArray();
      problem
          .runs()
          .forEach((contender, runs) -> series.add(convergence(problem, contender, runs)));
    }
    return json;
  }

  private ObjectNode convergence(
      ComparedProblem problem, Contender contender, List<AnytimeRun> runs) {
    ObjectNode json =
        StrictJson.newObject().put("strategy", comparison.lineUp().contenders().indexOf(contender));
    ArrayNode x = json.putArray("evaluations");
    ArrayNode lower = json.putArray("lower");
    ArrayNode median = json.putArray("median");
    ArrayNode upper = json.putArray("upper");
    double most = runs.stream().mapToLong(AnytimeRun::evaluations).max().orElse(1);
    for (double evaluations : grid(most)) {
      Quartiles gaps =
          Quartiles.of(
              runs.stream()
                  .mapToDouble(run -> problem.reference().gap(run.valueAfter(evaluations)))
                  .toArray());
      x.add(StrictJson.number(evaluations));
      add(lower, gaps.lower());
      add(median, gaps.median());
      add(upper, gaps.upper());
    }
    double[] perEvaluation =
        runs.stream().mapToDouble(AnytimeRun::cpuSecondsPerEvaluation).toArray();
    json.set(
        "cpuSecondsPerEvaluation",
        StrictJson.number(shorten(Quartiles.of(perEvaluation).median())));
    return json;
  }

  /** Whole numbers of evaluations up to the most, evenly spaced by their logarithm. */
  private static TreeSet<Double> grid(double most) {
    TreeSet<Double> grid = new TreeSet<>();
    int steps = (int) Math.floor(Math.log10(Math.max(1, most)) * POINTS_PER_DECADE);
    for (int k = 0; k <= steps; k++) {
      grid.add(Math.rint(Math.pow(10, (double) k / POINTS_PER_DECADE)));
    }
    grid.add(most);
    return grid;
  }

  /** The distributions over evaluations and over processor time, for each contender. */
  ObjectNode ecdf() {
    ObjectNode json = StrictJson.newObject();
    ArrayNode evaluations = json.putArray("evaluations");
    ArrayNode cpuSeconds = json.putArray("cpuSeconds");
    comparison.evaluationsToTargets().values().forEach(e -> evaluations.add(points(e)));
    comparison.cpuSecondsToTargets().values().forEach(e -> cpuSeconds.add(points(e)));
    return json;
  }

  private static ArrayNode points(Ecdf ecdf) {
    ArrayNode json = StrictJson.newObject().putArray("points");
    double[] costs = ecdf.costs();
    double shown = 0;
    for (int k = 0; k < costs.length; k++) {
      // By the rise and not by the number of points, as one of them may have most of the rise.
      double fraction = ecdf.fractions()[k];
      if (k == 0 || fraction - shown >= ECDF_STEP || k == costs.length - 1) {
        shown = fraction;
        json.addArray()
            .add(StrictJson.number(shorten(costs[k])))
            .add(StrictJson.number(shorten(fraction)));
      }
    }
    return json;
  }

  /**
   * The final gap of each run, problem by problem: one list for each strategy, which begins with
   * the index of the strategy in the line-up; null for a run that found nothing.
   */
  ArrayNode finalGaps() {
    ArrayNode json = StrictJson.newObject().putArray("finalGaps");
    for (ComparedProblem problem : comparison.problems()) {
      ArrayNode strategies = json.addArray();
      for (Contender contender : problem.runs().keySet()) {
        ArrayNode gaps = strategies.addArray();
        gaps.add(comparison.lineUp().contenders().indexOf(contender));
        for (double gap : problem.finalGaps(contender)) {
          gaps.add(Double.isInfinite(gap) ? null : Double.valueOf(shorten(gap)));
        }
      }
    }
    return json;
  }

  /** Adds a gap with the digits that a plot can show; null as long as nothing was found. */
  private static void add(ArrayNode array, double gap) {
    if (Double.isInfinite(gap)) {
      array.addNull();
    } else {
      array.add(StrictJson.number(shorten(gap)));
    }
  }

  private static double shorten(double value) {
    return value == 0 ? 0 : Double.parseDouble(String.format(Locale.ROOT, "%.4e", value));
  }
}
