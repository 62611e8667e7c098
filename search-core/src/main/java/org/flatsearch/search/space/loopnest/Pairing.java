package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.cost.loopnest.StageCosts;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.space.AttentionProblem;

/** Joins choices of both stages, or bounds of choices, and compares the resulting schedules. */
final class Pairing {
  private static final int LATENCY = AttentionProblem.METRICS.indexOf("latency");
  private static final int ENERGY = AttentionProblem.METRICS.indexOf("energy");
  private static final int EDP = AttentionProblem.METRICS.indexOf("edp");
  private static final int TRAFFIC = AttentionProblem.METRICS.indexOf("traffic");
  private static final int FOOTPRINT = AttentionProblem.METRICS.indexOf("footprint");
  private static final int METRICS = AttentionProblem.METRICS.size();

  /** The entry of the other stage for which {@code canImprove} was last true. */
  private int lastToImprove;

  private double violationAtBest;

  private final LoopNestEvaluator evaluator;
  private final LoopNest nest;
  private final CostSheet sheet = new CostSheet();
  private final double[] figures = new double[METRICS];

  // What belongs to the box at hand.
  private Incumbent incumbent;
  private boolean timeMatters;

  /**
   * @param nest holds the form and the slots of the logits
   */
  Pairing(LoopNestEvaluator evaluator, LoopNest nest) {
    this.evaluator = evaluator;
    this.nest = nest;
  }

  /** Begins a box. */
  void begin(Incumbent incumbent) {
    this.incumbent = incumbent;
    timeMatters = incumbent.minimises(LATENCY) || incumbent.minimises(EDP);
  }

  /** Whether it matters how long a schedule takes. */
  boolean timeMatters() {
    return timeMatters;
  }

  /** Whether it matters how large the footprint is, as long as it fits. */
  boolean footprintMatters() {
    return incumbent.minimises(FOOTPRINT);
  }

  /**
   * Joins a pair, into {@link #figures}. Latency and EDP are set only if time matters.
   *
   * @param exact whether the costs are those of single choices rather than bounds
   * @return the violation
   */
  private double join(StageCosts logit, StageCosts attend, boolean exact) {
    if (timeMatters) {
      evaluator.joinTimed(nest, logit, attend, sheet);
      figures[LATENCY] = sheet.latencySeconds;
      figures[EDP] = sheet.latencySeconds * sheet.energyJoules;
    } else {
      evaluator.joinMoves(nest, logit, attend, sheet);
    }
    figures[ENERGY] = sheet.energyJoules;
    figures[TRAFFIC] = sheet.trafficBytes;
    figures[FOOTPRINT] = sheet.footprintBytes;
    if (!exact) {
      // Without any row of logits: a choice with larger tiles may leave no room for it.
      figures[FOOTPRINT] = logit.footprintBytes() + attend.footprintBytes();
    }
    return sheet.violationBytes;
  }

  /** The figures of the best pair of two fronts of bounds; returns its violation. */
  double best(StageFront logit, StageFront attend, double[] metrics) {
    double violation = Double.POSITIVE_INFINITY;
    Arrays.fill(metrics, Double.POSITIVE_INFINITY);
    for (int l = 0; l < logit.size(); l++) {
      StageCosts ofLogit = logit.get(l).costs;
      double least = join(ofLogit, attend.ideal(), false);
      if (incumbent.compare(least, figures, violation, metrics) >= 0) {
        continue;
      }
      for (int a = 0; a < attend.size(); a++) {
        StageCosts ofAttend = attend.get(a).costs;
        double other = join(ofLogit, ofAttend, false);
        if (incumbent.compare(other, figures, violation, metrics) < 0) {
          violation = other;
          System.arraycopy(figures, 0, metrics, 0, METRICS);
        }
      }
    }
    return violation;
  }

  /** Whether a pair of choices is better than the incumbent. */
  boolean improves(StageCosts logit, StageCosts attend) {
    return incumbent.wants(join(logit, attend, true), figures);
  }

  /**
   * The violation of the choice or bound that was last compared, joined with the least of each
   * component of the other stage: no more than the violation of any pair with it.
   */
  double violationAtBest() {
    return violationAtBest;
  }

  /**
   * Whether a choice of one stage, or a bound of choices, could be part of a point better than the
   * incumbent.
   *
   * @param others choices of the other stage, or bounds
   */
  boolean canImprove(Stage stage, StageCosts costs, StageFront others) {
    boolean improves = canImprove(stage, costs, others.ideal());
    violationAtBest = sheet.violationBytes;
    if (!improves) {
      return false;
    }
    // Begins with what led to an improvement last and often does again, then goes round.
    int size = others.size();
    int first = lastToImprove < size ? lastToImprove : 0;
    int next = first;
    for (int left = size; left > 0; ) {
      int block = next / StageFront.BLOCK;
      int end = Math.min(Math.min((block + 1) * StageFront.BLOCK, size), next + left);
      boolean isHopeless = next != first && !canImprove(stage, costs, others.idealOfBlock(block));
      for (int entry = next; !isHopeless && entry < end; entry++) {
        if (canImprove(stage, costs, others.get(entry).costs)) {
          lastToImprove = entry;
          return true;
        }
      }
      left -= end - next;
      next = end % size;
    }
    return false;
  }

  private boolean canImprove(Stage stage, StageCosts costs, StageCosts other) {
    boolean isLogit = stage == Stage.LOGIT;
    double violation = join(isLogit ? costs : other, isLogit ? other : costs, false);
    return incumbent.wants(violation, figures);
  }
}
