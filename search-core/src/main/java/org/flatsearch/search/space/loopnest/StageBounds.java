package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.cost.loopnest.StageCosts;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.LoopNest;

/**
 * Bounds of the parts of one stage's choices in one form; the shared decisions are in the nest and
 * the tiles.
 */
final class StageBounds {
  private final StagePlan plan;
  private final SharedBox box;
  private final Pairing pairing;
  private final LoopNestEvaluator evaluator;
  private final TileFigures[] minima;
  private final StageCosts costs = new StageCosts();
  private final StageFront front = new StageFront();
  private final StagePart[] all;

  /** Parts that may improve on the best point, so far. */
  private StagePart[] improving = {};

  private int left;
  private StagePart[] remaining;
  private double violation;

  /**
   * @param box has the shared decisions
   * @param pairing compares parts with those of the other stage
   */
  StageBounds(StagePlan plan, SharedBox box, Pairing pairing, LoopNestEvaluator evaluator) {
    this.plan = plan;
    this.box = box;
    this.pairing = pairing;
    this.evaluator = evaluator;
    minima = new TileFigures[plan.own.length];
    Arrays.setAll(minima, k -> new TileFigures());
    all =
        plan.classes.stream()
            .map(stageClass -> StagePart.whole(stageClass, plan.own))
            .toArray(StagePart[]::new);
  }

  /** All choices of the stage: a part for each class. */
  StagePart[] all() {
    return all;
  }

  /** Bounds of all of these parts that no other of them beats. */
  StageFront of(StagePart[] parts) {
    begin();
    for (StagePart part : parts) {
      count(part, costs);
      add(part);
    }
    return front;
  }

  /**
   * The same of those only that, joined with one of {@code others}, could be better than the best
   * point; {@link #remaining} says which these are, {@link #violation} what the others lack.
   */
  StageFront improving(StagePart[] parts, StageFront others) {
    begin();
    beginToKeep(parts.length);
    for (StagePart part : parts) {
      keepIfImproving(part, others);
    }
    remaining = left == parts.length ? parts : Arrays.copyOf(improving, left);
    return front;
  }

  /**
   * The same of the halves of each part; those with but one choice of tiles are looked at as they
   * are.
   *
   * @param checkpoint is called often
   * @return whether there was anything to halve
   */
  boolean halve(StagePart[] parts, StageFront others, Runnable checkpoint) {
    begin();
    beginToKeep(2 * parts.length);
    boolean any = false;
    for (StagePart part : parts) {
      checkpoint.run();
      int widest = part.widest(plan.own);
      if (widest < 0) {
        keepIfImproving(part, others);
      } else {
        any = true;
        keepIfImproving(part.lowerHalf(widest), others);
        keepIfImproving(part.upperHalf(widest), others);
      }
    }
    remaining = Arrays.copyOf(improving, left);
    return any;
  }

  /** What was found last. */
  StageFront front() {
    return front;
  }

  /**
   * Of the parts that were last compared with bounds of the other stage, those that are not known
   * to be unable to improve on the best point with any.
   */
  StagePart[] remaining() {
    return remaining;
  }

  /** No more than the violation of any choice of the parts that were left out. */
  double violation() {
    return violation;
  }

  private void begin() {
    front.clear(pairing.footprintMatters() && !box.nest.fused, pairing.timeMatters());
  }

  private void beginToKeep(int most) {
    violation = Double.POSITIVE_INFINITY;
    left = 0;
    if (improving.length < most) {
      improving = new StagePart[most];
    }
  }

  private void keepIfImproving(StagePart part, StageFront others) {
    count(part, costs);
    if (pairing.mayImprove(plan.stage, costs, others)) {
      improving[left++] = part;
      add(part);
    } else {
      violation = Math.min(violation, pairing.violationAtBest());
    }
  }

  private void add(StagePart part) {
    if (!front.beats(costs)) {
      front.add(costs, part.stageClass());
    }
  }

  /**
   * Bounds a part: the least figures of its tiles, the most slots for times and the fewest for
   * footprints.
   *
   * @param costs receives the bound
   */
  void count(StagePart part, StageCosts costs) {
    LoopNest nest = box.nest;
    TileFigures[] tiles = box.tiles(plan.stage);
    for (int k = 0; k < minima.length; k++) {
      plan.own[k].minimum(part.low()[k], part.high()[k], minima[k]);
      tiles[plan.ownDimensions[k]] = minima[k];
    }
    plan.loadMostSlots(nest);
    plan.load(part.stageClass(), nest);
    if (pairing.timeMatters()) {
      evaluator.countMostSlots(plan.stage, nest, tiles, costs);
    } else {
      evaluator.countMoves(plan.stage, nest, tiles, costs);
    }
    plan.relaxFootprint(part.stageClass(), costs);
  }
}
