package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import java.util.function.Consumer;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.cost.loopnest.StageCosts;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.search.Decomposition.Incumbent;

/**
 * Bounds and fronts of one stage in one form; the shared decisions are in the nest and the tiles.
 */
final class StageBounds {
  /** So many ranges of tiles that are looked at count as one evaluation. */
  private static final int RANGES_OF_AN_EVALUATION = 100;

  /** So many entries of a front, which each range is compared with, count as one more range. */
  private static final int ENTRIES_OF_A_RANGE = 256;

  private final StagePlan plan;
  private final TileRanges[] ranges;
  private final LoopNestEvaluator evaluator;
  private final TileFigures[] whole;
  private final TileFigures[] tiled;
  private final TileFigures[] minima;
  private final StageCosts costs = new StageCosts();
  private final StageFront bounds = new StageFront();
  private final StageFront front = new StageFront();
  private final StageClass[] classes;
  private final StageClass[] improving;
  private StageClass[] remaining;
  private double violation;

  // What the shared decisions are, and what choices are compared with.
  private LoopNest nest;
  private TileFigures[] tiles;
  private Pairing pairing;

  // The choice that is being expanded.
  private final int[] slots;
  private StageClass stageClass;
  private StageFront others;

  /** Whether something of its class may improve on the best point. */
  private boolean remains;

  private Incumbent incumbent;
  private long effort;

  /** Ranges that have not been counted as an evaluation yet. */
  private long uncounted;

  private Consumer<StageFront.Entry> found;

  StageBounds(StagePlan plan, TileRanges[] ranges, LoopNestEvaluator evaluator) {
    this.plan = plan;
    this.ranges = ranges;
    this.evaluator = evaluator;
    int own = plan.ownPlaces.length;
    whole = new TileFigures[own];
    tiled = new TileFigures[own];
    minima = new TileFigures[own];
    for (int k = 0; k < own; k++) {
      TileRanges sizes = ranges[plan.ownPlaces[k]];
      minima[k] = new TileFigures();
      if (sizes.tiled() < sizes.size()) {
        whole[k] = sizes.at(sizes.tiled());
      }
      if (sizes.tiled() > 0) {
        tiled[k] = new TileFigures();
        sizes.minimum(0, sizes.tiled() - 1, tiled[k]);
      }
    }
    slots = new int[plan.tensors.length];
    classes = plan.classes.toArray(StageClass[]::new);
    improving = new StageClass[classes.length];
  }

  /** All classes of the stage. */
  StageClass[] classes() {
    return classes;
  }

  /** Bounds of all of these classes that no other of them beats. */
  StageFront classBounds(
      LoopNest nest, TileFigures[] tiles, StageClass[] classes, Pairing pairing) {
    begin(bounds, nest, tiles, pairing);
    for (StageClass each : classes) {
      countBound(each);
      addBound(each);
    }
    return bounds;
  }

  /**
   * The same of those only that, joined with one of {@code others}, could be better than the best
   * point; {@link #remaining} says which these are, {@link #violation} what the others lack.
   */
  StageFront classBounds(
      LoopNest nest,
      TileFigures[] tiles,
      StageClass[] classes,
      StageFront others,
      Pairing pairing) {
    begin(bounds, nest, tiles, pairing);
    violation = Double.POSITIVE_INFINITY;
    int left = 0;
    for (StageClass each : classes) {
      countBound(each);
      if (pairing.mayImprove(plan.stage, costs, others)) {
        improving[left++] = each;
        addBound(each);
      } else {
        violation = Math.min(violation, pairing.violationAtBest());
      }
    }
    keep(left, classes);
    return bounds;
  }

  private void keep(int left, StageClass[] classes) {
    remaining = left == classes.length ? classes : Arrays.copyOf(improving, left);
  }

  /**
   * Of the classes that were last compared with choices of the other stage, or bounds of them,
   * those that are not known to be unable to improve on the best point with any.
   */
  StageClass[] remaining() {
    return remaining;
  }

  /** No more than the violation of any choice of the classes that were left out. */
  double violation() {
    return violation;
  }

  private void countBound(StageClass each) {
    for (int k = 0; k < plan.ownDimensions.length; k++) {
      tiles[plan.ownDimensions[k]] = each.tiled[k] ? tiled[k] : whole[k];
    }
    plan.loadMostSlots(nest);
    plan.load(each, nest);
    if (pairing.timeMatters()) {
      evaluator.countMostSlots(plan.stage, nest, tiles, costs);
    } else {
      evaluator.countMoves(plan.stage, nest, tiles, costs);
    }
    plan.relaxFootprint(each, costs);
  }

  private void addBound(StageClass each) {
    if (!bounds.beats(costs)) {
      bounds.add(costs, each);
    }
  }

  /**
   * The choices of some classes that no other beats and that, joined with one of {@code others},
   * could be better than the best point.
   *
   * @param others choices of the other stage, or bounds of them
   * @param mostEffort how many ranges of tiles to look at before giving up
   * @param found is told of each choice when it is found
   * @return null if it gave up
   */
  StageFront choices(
      LoopNest nest,
      TileFigures[] tiles,
      StageClass[] classes,
      StageFront others,
      Pairing pairing,
      Incumbent incumbent,
      long mostEffort,
      Consumer<StageFront.Entry> found) {
    begin(front, nest, tiles, pairing);
    this.others = others;
    this.incumbent = incumbent;
    this.found = found;
    effort = mostEffort;
    uncounted = 0;
    int left = 0;
    for (StageClass each : classes) {
      incumbent.checkpoint();
      stageClass = each;
      remains = effort < 0;
      countBound(each);
      if (effort >= 0 && isWorthwhile()) {
        expandSlots(0);
      }
      if (remains) {
        improving[left++] = each;
      }
    }
    keep(left, classes);
    return effort < 0 ? null : front;
  }

  private void begin(StageFront front, LoopNest nest, TileFigures[] tiles, Pairing pairing) {
    this.nest = nest;
    this.tiles = tiles;
    this.pairing = pairing;
    front.clear(pairing.footprintMatters() && !nest.fused, pairing.timeMatters());
  }

  private boolean isWorthwhile() {
    if (front.beats(costs)) {
      remains = true;
      return false;
    }
    return pairing.canImprove(plan.stage, costs, others);
  }

  private void expandSlots(int tensor) {
    if (tensor == slots.length) {
      int own = plan.ownPlaces.length;
      int[] low = new int[own];
      int[] high = new int[own];
      for (int k = 0; k < own; k++) {
        TileRanges sizes = ranges[plan.ownPlaces[k]];
        low[k] = stageClass.tiled[k] ? 0 : sizes.tiled();
        high[k] = stageClass.tiled[k] ? sizes.tiled() - 1 : sizes.tiled();
      }
      expandTiles(low, high);
      return;
    }
    int[] allowed = plan.slotValues(tensor);
    // More slots are for less time only.
    boolean many = pairing.timeMatters() && stageClass.inside[tensor] != LoopNest.AT_ARRAY;
    int count = many ? allowed.length : 1;
    for (int k = 0; k < count; k++) {
      slots[tensor] = allowed[k];
      nest.slots[plan.tensors[tensor].ordinal()] = allowed[k] + 1;
      expandSlots(tensor + 1);
    }
  }

  private void expandTiles(int[] low, int[] high) {
    int widest = 0;
    for (int k = 0; k < low.length; k++) {
      ranges[plan.ownPlaces[k]].minimum(low[k], high[k], minima[k]);
      tiles[plan.ownDimensions[k]] = minima[k];
      if (high[k] - low[k] > high[widest] - low[widest]) {
        widest = k;
      }
    }
    if (pairing.timeMatters()) {
      evaluator.count(plan.stage, nest, tiles, costs);
    } else {
      evaluator.countMoves(plan.stage, nest, tiles, costs);
    }
    countWork();
    if (effort < 0) {
      remains = true;
      return;
    }
    if (!isWorthwhile()) {
      return;
    }
    if (low[widest] == high[widest]) {
      remains = true;
      StageFront.Entry entry = front.add(costs, stageClass);
      System.arraycopy(low, 0, entry.own, 0, low.length);
      System.arraycopy(slots, 0, entry.own, 3, slots.length);
      found.accept(entry);
      return;
    }
    int middle = (low[widest] + high[widest]) >>> 1;
    int[] inner = high.clone();
    inner[widest] = middle;
    expandTiles(low, inner);
    inner = low.clone();
    inner[widest] = middle + 1;
    expandTiles(inner, high);
  }

  /** Counts a range, and what it takes to compare it with the front. */
  private void countWork() {
    effort--;
    uncounted += 1 + front.size() / ENTRIES_OF_A_RANGE;
    for (; uncounted >= RANGES_OF_AN_EVALUATION; uncounted -= RANGES_OF_AN_EVALUATION) {
      incumbent.countBound();
    }
  }

  /** Writes a choice into a point, as positions in {@code values}. */
  void write(StageFront.Entry entry, int[] point, int[][] values) {
    for (int k = 0; k < plan.ownPlaces.length; k++) {
      point[plan.ownPlaces[k]] = entry.own[k];
    }
    boolean isLogit = plan.stage == org.flatsearch.schedule.Stage.LOGIT;
    int mapping = isLogit ? Place.LOGIT_ORDER : Place.ATTEND_ORDER;
    for (int k = 0; k < 3; k++) {
      point[mapping + k] = Arrays.binarySearch(values[mapping + k], entry.stageClass.mapping[k]);
    }
    for (int k = 0; k < plan.tensors.length; k++) {
      Tensor tensor = plan.tensors[k];
      int place = Residencies.place(tensor);
      point[place] = Arrays.binarySearch(values[place], entry.stageClass.residencies[k]);
      point[place + 1] = Arrays.binarySearch(values[place + 1], entry.own[3 + k]);
    }
  }
}
