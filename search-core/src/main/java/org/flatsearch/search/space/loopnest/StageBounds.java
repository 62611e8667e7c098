package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.cost.loopnest.StageCosts;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.LoopNest;

/**
 * Bounds the parts of one stage's choices in one form. The shared decisions are those that {@link
 * SharedBox} has loaded.
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

  /**
   * The parts found so far, in the first {@link #left} places, that may improve on the incumbent.
   */
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

  /** Bounds these parts; keeps the bounds that no other beats. */
  StageFront of(StagePart[] parts) {
    begin();
    for (StagePart part : parts) {
      count(part, costs);
      add(part);
    }
    return front;
  }

  /**
   * Bounds these parts and keeps only those that, joined with one of {@code others}, could be
   * better than the incumbent: {@link #remaining}. Of the others, {@link #violation} bounds the
   * violation.
   *
   * @param others bounds of the other stage
   * @return the bounds of the remaining parts that no other beats
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
   * Does what {@link #improving} does, with the two halves of each part. Parts whose tiles are
   * fixed are looked at as they are.
   *
   * @param checkpoint called once for each part, as this can take long
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

  /** The bounds that were computed last. */
  StageFront front() {
    return front;
  }

  /**
   * The parts last compared with bounds of the other stage that may improve on the incumbent with
   * one of them.
   */
  StagePart[] remaining() {
    return remaining;
  }

  /** A lower bound on the violation of the parts that were left out. */
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
    if (pairing.canImprove(plan.stage, costs, others)) {
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
   * Bounds a part by the least figures of its tiles, the most slots for times, and the fewest for
   * footprints.
   *
   * @param costs receives the bound
   */
  void count(StagePart part, StageCosts costs) {
    LoopNest nest = box.nest;
    TileFigures[] tiles = load(part);
    if (pairing.timeMatters()) {
      evaluator.count(plan.stage, nest, tiles, costs);
    } else {
      evaluator.countMoves(plan.stage, nest, tiles, costs);
    }
    plan.relaxFootprint(part.stageClass(), costs);
  }

  /** Bounds what the array does for a part. */
  void countArrayWork(StagePart part, StageCosts costs) {
    evaluator.countArrayWork(plan.stage, box.nest, load(part), costs);
  }

  private TileFigures[] load(StagePart part) {
    TileFigures[] tiles = box.tiles(plan.stage);
    for (int k = 0; k < minima.length; k++) {
      plan.own[k].minimum(part.low()[k], part.high()[k], minima[k]);
      tiles[plan.ownDimensions[k]] = minima[k];
    }
    plan.loadMostSlots(box.nest);
    plan.load(part.stageClass(), box.nest);
    box.place(plan.stage);
    return tiles;
  }
}
