package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.cost.loopnest.StageCosts;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.search.Decomposition.Incumbent;

/**
 * Joins choices of both stages, or bounds of them, and compares the wholes.
 *
 * <p>Most pairs are found no better than what there is by their rough figures, which are no more
 * than the exact ones; only for the others are the phases followed.
 */
final class Pairing {
  private static final int LATENCY = 0;
  private static final int ENERGY = 1;
  private static final int EDP = 2;
  private static final int TRAFFIC = 3;

  private static final int FOOTPRINT = 4;
  private static final int METRICS = 5;

  /** The entry of the other stage with which {@link #canImprove} was true last. */
  private int lastToImprove;

  /** Whether the search at hand has to know how long a schedule takes. */
  private boolean timeMatters;

  private final LoopNestEvaluator evaluator;
  private final CostSheet sheet = new CostSheet();
  private final double[] figures = new double[METRICS];

  Pairing(LoopNestEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** Whether it matters how long a schedule takes. */
  static boolean minimisesTime(Incumbent incumbent) {
    return incumbent.minimises(LATENCY) || incumbent.minimises(EDP);
  }

  /** Whether it matters how large the footprint is, as long as it fits. */
  static boolean minimisesFootprint(Incumbent incumbent) {
    return incumbent.minimises(FOOTPRINT);
  }

  /**
   * Joins one pair roughly: {@link #figures}, of which {@link #followPhases} makes the exact ones;
   * those of time only where they matter.
   *
   * @param exact whether the costs are those of choices rather than bounds
   * @return the violation
   */
  private double join(
      LoopNest nest, StageCosts logit, StageCosts attend, int keyTiles, boolean exact) {
    if (timeMatters) {
      evaluator.joinRoughly(nest, logit, attend, keyTiles, sheet);
      setLatency();
    } else {
      evaluator.joinMoves(nest, logit, attend, keyTiles, sheet);
    }
    figures[ENERGY] = sheet.energyJoules;
    figures[TRAFFIC] = sheet.trafficBytes;
    figures[FOOTPRINT] = sheet.footprintBytes;
    if (!exact && !nest.fused) {
      // A larger footprint may leave no room for a row of logits, and then be the smaller one in
      // all.
      figures[FOOTPRINT] = logit.footprintBytes() + attend.footprintBytes();
    }
    return sheet.violationBytes;
  }

  private void followPhases(LoopNest nest, StageCosts logit, StageCosts attend) {
    if (timeMatters) {
      evaluator.followPhases(nest, logit, attend, sheet);
      setLatency();
    }
  }

  private void setLatency() {
    figures[LATENCY] = sheet.latencySeconds;
    figures[EDP] = sheet.latencySeconds * sheet.energyJoules;
  }

  /** The figures of the best pair of two fronts of bounds; returns its violation. */
  double best(
      LoopNest nest,
      StageFront logit,
      StageFront attend,
      int keyTiles,
      double[] metrics,
      Incumbent incumbent) {
    timeMatters = minimisesTime(incumbent);
    double violation = Double.POSITIVE_INFINITY;
    Arrays.fill(metrics, Double.POSITIVE_INFINITY);
    for (int l = 0; l < logit.size(); l++) {
      StageCosts ofLogit = logit.get(l).costs;
      double least = join(nest, ofLogit, attend.ideal(), keyTiles, false);
      if (incumbent.compare(least, figures, violation, metrics) >= 0) {
        continue;
      }
      for (int a = 0; a < attend.size(); a++) {
        StageCosts ofAttend = attend.get(a).costs;
        double other = join(nest, ofLogit, ofAttend, keyTiles, false);
        if (incumbent.compare(other, figures, violation, metrics) >= 0) {
          continue;
        }
        followPhases(nest, ofLogit, ofAttend);
        if (incumbent.compare(other, figures, violation, metrics) < 0) {
          violation = other;
          System.arraycopy(figures, 0, metrics, 0, METRICS);
        }
      }
    }
    return violation;
  }

  /** Whether a pair of choices is better than the best point. */
  boolean improves(
      LoopNest nest, StageCosts logit, StageCosts attend, int keyTiles, Incumbent incumbent) {
    return canImprove(nest, logit, attend, keyTiles, true, incumbent);
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
    // What has led to an improvement before often does again.
    int first = lastToImprove < others.size() ? lastToImprove : 0;
    for (int k = first; k < first + others.size(); k++) {
      int entry = k % others.size();
      if (canImprove(nest, stage, costs, others.get(entry).costs, keyTiles, incumbent)) {
        lastToImprove = entry;
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
    StageCosts logit = isLogit ? costs : other;
    StageCosts attend = isLogit ? other : costs;
    return canImprove(nest, logit, attend, keyTiles, false, incumbent);
  }

  private boolean canImprove(
      LoopNest nest,
      StageCosts logit,
      StageCosts attend,
      int keyTiles,
      boolean exact,
      Incumbent incumbent) {
    timeMatters = minimisesTime(incumbent);
    double violation = join(nest, logit, attend, keyTiles, exact);
    if (!incumbent.canBeImproved(violation, figures)) {
      return false;
    }
    followPhases(nest, logit, attend);
    return incumbent.canBeImproved(violation, figures);
  }
}
