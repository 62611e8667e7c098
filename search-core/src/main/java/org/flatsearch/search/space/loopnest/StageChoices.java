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
 * Expands parts of one stage's choices in one form to single choices, by depth-first branch and
 * bound over the ranges of own tiles. The shared decisions are those that {@link SharedBox} has
 * loaded.
 */
final class StageChoices {
  /** Comparing a range with this many entries of a front counts as examining one more range. */
  private static final int ENTRIES_OF_A_RANGE = 256;

  private final StagePlan plan;
  private final StageBounds bounds;
  private final LoopNest nest;
  private final TileFigures[] tiles;
  private final Pairing pairing;
  private final LoopNestEvaluator evaluator;
  private final TileFigures[] minima;
  private final StageCosts costs = new StageCosts();
  private final StageFront front = new StageFront();
  private StagePart[] remaining;

  // What choices are compared with.
  private StageFront others;
  private Incumbent incumbent;

  /**
   * Whether a larger footprint can make a choice better: it may leave no room for a row of logits,
   * so that the schedule needs less in total.
   */
  private boolean footprintsApart;

  // What is being expanded.
  private final int[] slots;
  private StagePart part;

  /** Whether some choice of {@link #part} may improve on the incumbent. */
  private boolean remains;

  /** How many more ranges may be examined; negative once that is used up. */
  private long effort;

  private Consumer<StageFront.Entry> found;

  /**
   * @param bounds of the same plan
   * @param box has the shared decisions
   * @param pairing compares choices with those of the other stage
   */
  StageChoices(
      StagePlan plan,
      StageBounds bounds,
      SharedBox box,
      Pairing pairing,
      LoopNestEvaluator evaluator) {
    this.plan = plan;
    this.bounds = bounds;
    nest = box.nest;
    tiles = box.tiles(plan.stage);
    this.pairing = pairing;
    this.evaluator = evaluator;
    minima = new TileFigures[plan.own.length];
    Arrays.setAll(minima, k -> new TileFigures());
    slots = new int[plan.tensors.length];
  }

  /**
   * The choices of these parts that no other beats and that, joined with one of {@code others},
   * could be better than the incumbent.
   *
   * @param others choices of the other stage, or bounds of them
   * @param mostEffort how many ranges of tiles to examine before giving up
   * @param found receives each choice when it is found
   * @return null if it gave up
   */
  StageFront of(
      StagePart[] parts,
      StageFront others,
      Incumbent incumbent,
      long mostEffort,
      Consumer<StageFront.Entry> found) {
    this.others = others;
    this.incumbent = incumbent;
    this.found = found;
    footprintsApart = pairing.footprintMatters() && !nest.fused;
    front.clear(footprintsApart, pairing.timeMatters());
    effort = mostEffort;
    StagePart[] improving = new StagePart[parts.length];
    int left = 0;
    for (StagePart each : parts) {
      incumbent.checkpoint();
      part = each;
      remains = effort < 0;
      if (effort >= 0 && mayHold(part)) {
        expandSlots(0);
      }
      if (remains) {
        improving[left++] = part;
      }
    }
    remaining = left == parts.length ? parts : Arrays.copyOf(improving, left);
    return effort < 0 ? null : front;
  }

  /** The parts that may hold a choice that improves on the incumbent. */
  StagePart[] remaining() {
    return remaining;
  }

  /**
   * Whether a range may hold a choice that is wanted, with any slots: looks for one by halving.
   * Most parts hold none, and this takes less than expanding them with all slots one by one.
   */
  private boolean mayHold(StagePart range) {
    bounds.count(range, costs);
    countWork();
    if (effort < 0) {
      remains = true;
      return false;
    }
    if (!isWorthwhile(false)) {
      return false;
    }
    int widest = range.widest(plan.own);
    return widest < 0 || mayHold(range.lowerHalf(widest)) || mayHold(range.upperHalf(widest));
  }

  /**
   * Whether the choices of a range are still wanted.
   *
   * @param isOneChoice whether {@link #costs} are those of a single choice, not a bound of the
   *     range
   */
  private boolean isWorthwhile(boolean isOneChoice) {
    // If footprints are kept apart, that of a bound says nothing about those of the choices.
    if ((isOneChoice || !footprintsApart) && front.beats(costs)) {
      // A choice that is beaten in this box may not be beaten in a smaller one.
      remains = true;
      return false;
    }
    return pairing.canImprove(plan.stage, costs, others);
  }

  private void expandSlots(int tensor) {
    if (tensor == slots.length) {
      expandTiles(part);
      return;
    }
    int[] allowed = plan.slotValues(tensor);
    // More slots only save time, or leave no room for a row of logits.
    boolean many =
        (pairing.timeMatters() || footprintsApart)
            && part.stageClass().inside[tensor] < LoopNest.AT_ARRAY;
    int count = many ? allowed.length : 1;
    for (int k = 0; k < count; k++) {
      slots[tensor] = allowed[k];
      nest.slots[plan.tensors[tensor].ordinal()] = allowed[k] + 1;
      expandSlots(tensor + 1);
    }
  }

  private void expandTiles(StagePart range) {
    int[] low = range.low();
    int[] high = range.high();
    int widest = 0;
    for (int k = 0; k < low.length; k++) {
      plan.own[k].minimum(low[k], high[k], minima[k]);
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
    boolean isOneChoice = low[widest] == high[widest];
    if (!isWorthwhile(isOneChoice)) {
      return;
    }
    if (isOneChoice) {
      remains = true;
      StageFront.Entry entry = front.add(costs, part.stageClass());
      System.arraycopy(low, 0, entry.tiles, 0, low.length);
      System.arraycopy(slots, 0, entry.slots, 0, slots.length);
      found.accept(entry);
      return;
    }
    expandTiles(range.lowerHalf(widest));
    expandTiles(range.upperHalf(widest));
  }

  /** Counts the range at hand, and what it takes to compare it with the front. */
  private void countWork() {
    effort--;
    incumbent.countBounds(1 + front.size() / ENTRIES_OF_A_RANGE);
  }

  /** Writes a choice into a point, as positions in {@code values}. */
  void write(StageFront.Entry entry, int[] point, int[][] values) {
    for (int k = 0; k < plan.ownIndexes.length; k++) {
      point[plan.ownIndexes[k]] = entry.tiles[k];
    }
    int mapping = DecisionIndex.order(plan.stage);
    for (int k = 0; k < 3; k++) {
      point[mapping + k] = Arrays.binarySearch(values[mapping + k], entry.stageClass.mapping[k]);
    }
    for (int k = 0; k < plan.tensors.length; k++) {
      Tensor tensor = plan.tensors[k];
      int index = Residencies.index(tensor);
      point[index] = Arrays.binarySearch(values[index], entry.stageClass.residencies[k]);
      point[index + 1] = Arrays.binarySearch(values[index + 1], entry.slots[k]);
    }
  }
}
