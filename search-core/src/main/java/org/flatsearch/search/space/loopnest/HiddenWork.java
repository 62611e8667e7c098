package org.flatsearch.search.space.loopnest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.loopnest.StageCosts;
import org.flatsearch.search.Decomposition.Incumbent;

/**
 * Leaves out own tiles with which the array works too long under a mask, whatever the loop order
 * and the residencies: large ones, on logits that the mask hides; small ones, in many passes. What
 * the array does is the same for all parts with the same mapping to the array and the same tiles,
 * so that it need be found only once for all of them.
 */
final class HiddenWork {
  /** The most ranges of tiles that halving may lead to. */
  private static final int MOST_RANGES = 16;

  private final StagePlan plan;
  private final StageBounds bounds;
  private final Pairing pairing;
  private final StageCosts costs = new StageCosts();

  HiddenWork(StagePlan plan, StageBounds bounds, Pairing pairing) {
    this.plan = plan;
    this.bounds = bounds;
    this.pairing = pairing;
  }

  /**
   * Narrows parts to the tiles that may improve on the incumbent with one of {@code others}.
   *
   * @param others bounds of the other stage
   */
  StagePart[] narrow(StagePart[] parts, StageFront others, Incumbent incumbent) {
    Map<List<Object>, List<StagePart>> alike = new LinkedHashMap<>();
    for (StagePart part : parts) {
      alike.computeIfAbsent(arrayWork(part), key -> new ArrayList<>()).add(part);
    }
    List<StagePart> left = new ArrayList<>();
    for (List<StagePart> each : alike.values()) {
      incumbent.checkpoint();
      StagePart tiles = narrow(each.get(0), others, incumbent);
      if (tiles != null) {
        each.forEach(part -> left.add(new StagePart(part.stageClass(), tiles.low(), tiles.high())));
      }
    }
    return left.toArray(StagePart[]::new);
  }

  /** What the array's work depends on. */
  private static List<Object> arrayWork(StagePart part) {
    StageClass ofPart = part.stageClass();
    List<Object> key = new ArrayList<>(List.of(ofPart.stationarity, ofPart.transposed));
    Arrays.stream(part.low()).forEach(key::add);
    Arrays.stream(part.high()).forEach(key::add);
    return key;
  }

  /** The part with the tiles from the smallest to the largest that may improve; null if none. */
  private StagePart narrow(StagePart whole, StageFront others, Incumbent incumbent) {
    List<StagePart> ranges = new ArrayList<>();
    addIfImproving(whole, others, ranges);
    boolean isHalved = true;
    while (isHalved && 2 * ranges.size() <= MOST_RANGES) {
      isHalved = false;
      List<StagePart> halves = new ArrayList<>();
      for (StagePart range : ranges) {
        int widest = range.widest(plan.own);
        if (widest < 0) {
          halves.add(range);
        } else {
          isHalved = true;
          addIfImproving(range.lowerHalf(widest), others, halves);
          addIfImproving(range.upperHalf(widest), others, halves);
        }
      }
      incumbent.countBounds(2L * ranges.size());
      ranges = halves;
    }
    return ranges.stream().reduce(HiddenWork::hull).orElse(null);
  }

  private void addIfImproving(StagePart range, StageFront others, List<StagePart> ranges) {
    bounds.countArrayWork(range, costs);
    if (pairing.canImprove(plan.stage, costs, others)) {
      ranges.add(range);
    }
  }

  private static StagePart hull(StagePart part, StagePart other) {
    int[] low = part.low().clone();
    int[] high = part.high().clone();
    for (int k = 0; k < low.length; k++) {
      low[k] = Math.min(low[k], other.low()[k]);
      high[k] = Math.max(high[k], other.high()[k]);
    }
    return new StagePart(part.stageClass(), low, high);
  }
}
