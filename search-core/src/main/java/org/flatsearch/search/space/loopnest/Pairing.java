package org.flatsearch.search.space.loopnest;

import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.cost.loopnest.StageCosts;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.search.Decomposition.Incumbent;

/** Joins choices of both stages, or bounds of them, and compares the wholes. */
final class Pairing {
  /** Index of the metric {@code footprint} of attention problems. */
  static final int FOOTPRINT = 4;

  private static final int METRICS = 5;

  /** Figures that the caller may use between two calls. */
  final double[] scratch = new double[METRICS];

  /** The pair that {@link #best} has found. */
  StageFront.Entry bestLogit;

  StageFront.Entry bestAttend;

  private final LoopNestEvaluator evaluator;
  private final CostSheet sheet = new CostSheet();
  private final double[] figures = new double[METRICS];

  Pairing(LoopNestEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  /**
   * Joins one pair.
   *
   * @param exact whether the costs are those of choices rather than bounds
   * @param metrics receives the figures
   * @return the violation
   */
  double join(
      LoopNest nest,
      StageCosts logit,
      StageCosts attend,
      int keyTiles,
      boolean exact,
      double[] metrics) {
    evaluator.join(nest, logit, attend, keyTiles, sheet);
    metrics[0] = sheet.latencySeconds;
    metrics[1] = sheet.energyJoules;
    metrics[2] = sheet.latencySeconds * sheet.energyJoules;
    metrics[3] = sheet.trafficBytes;
    metrics[FOOTPRINT] = sheet.footprintBytes;
    if (!exact && !nest.fused) {
      // A larger footprint may leave no room for a row of logits, and then be the smaller one in
      // all.
      metrics[FOOTPRINT] = logit.footprintBytes() + attend.footprintBytes();
    }
    return sheet.violationBytes;
  }

  /** The figures of the best pair of two fronts; returns its violation. */
  double best(
      LoopNest nest,
      StageFront logit,
      StageFront attend,
      int keyTiles,
      boolean exact,
      double[] metrics,
      Incumbent incumbent) {
    double violation = Double.POSITIVE_INFINITY;
    java.util.Arrays.fill(metrics, Double.POSITIVE_INFINITY);
    for (int l = 0; l < logit.size(); l++) {
      for (int a = 0; a < attend.size(); a++) {
        double other =
            join(nest, logit.get(l).costs, attend.get(a).costs, keyTiles, exact, figures);
        if (incumbent.compare(other, figures, violation, metrics) < 0) {
          violation = other;
          System.arraycopy(figures, 0, metrics, 0, METRICS);
          bestLogit = logit.get(l);
          bestAttend = attend.get(a);
        }
      }
    }
    return violation;
  }

  /** Whether a choice of one stage, or a bound, could be part of a point better than the best. */
  boolean canImprove(
      LoopNest nest,
      Stage stage,
      StageCosts costs,
      StageFront others,
      int keyTiles,
      Incumbent incumbent) {
    if (!canImprove(nest, stage, costs, others.ideal(), keyTiles, incumbent)) {
      return false;
    }
    for (int k = 0; k < others.size(); k++) {
      if (canImprove(nest, stage, costs, others.get(k).costs, keyTiles, incumbent)) {
        return true;
      }
    }
    return false;
  }

  private boolean canImprove(
      LoopNest nest,
      Stage stage,
      StageCosts costs,
      StageCosts other,
      int keyTiles,
      Incumbent incumbent) {
    boolean isLogit = stage == Stage.LOGIT;
    double violation =
        join(nest, isLogit ? costs : other, isLogit ? other : costs, keyTiles, false, figures);
    return incumbent.canBeImproved(violation, figures);
  }
}
