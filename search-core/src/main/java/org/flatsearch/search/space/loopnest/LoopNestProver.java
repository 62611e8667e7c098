package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import java.util.function.Consumer;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;

/**
 * Bounds and completes boxes of the shared decisions of {@link LoopNestSpace}: form, slots of the
 * logits, shared tiles.
 *
 * <p><b>Why it is right.</b> Given the shared decisions, a schedule is one choice for Logit and one
 * for Attend, and every metric and the violation are monotone in every component of both stages'
 * costs ({@link LoopNestEvaluator#join}). Those are monotone in the figures of the tiles ({@link
 * LoopNestEvaluator#count}) and, but for the order of transfers, fall with more slots ({@link
 * LoopNestEvaluator#countMostSlots}), while the footprint falls with fewer. So:
 *
 * <ul>
 *   <li>the minima of the figures over a range of tile sizes, the most slots for times and the
 *       fewest for footprints give bounds of a {@link StageClass} over a box;
 *   <li>of these bounds, one that another beats in every component can be left out: whatever it is
 *       joined with, the other one is no worse;
 *   <li>every schedule of the box belongs to one pair of classes, so it compares no better than the
 *       best pair of bounds;
 *   <li>a class that cannot be part of a point better than the best in a box cannot in a part of
 *       the box either, and need not be looked at there. Of thousands of classes few are left soon.
 * </ul>
 *
 * <p>A box of one choice of shared decisions is completed stage by stage: what is left of Logit
 * when Attend is at its best, then Attend. Each choice of Attend is offered as soon as it is found,
 * for a point as good as its bound rules out most of what else has the same bound.
 *
 * <p>Splitting classes by which own loops have a single iteration matters: a tensor held inside a
 * loop of one iteration is fetched once, inside a loop of two or more it is fetched anew each time,
 * and a bound over both would promise the traffic of the one with the footprint of the other.
 */
final class LoopNestProver implements Prover {
  private static final int[] SHARED = {
    Place.FORM, Place.LOGITS_SLOTS, Place.INSTANCE_TILE, Place.ROW_TILE, Place.KEY_TILE
  };
  private static final int[] SHARED_TILES = {Place.INSTANCE_TILE, Place.ROW_TILE, Place.KEY_TILE};

  /**
   * Boxes of so many shared tiles or fewer are worth a tighter bound; on larger ones it is loose.
   */
  static final long REFINED = 100_000;

  /** Ranges of own tiles that are looked at for a tighter bound. */
  static final long EFFORT = 300;

  /** Is told of choices that are only looked at. */
  private static final Consumer<StageFront.Entry> NOBODY = entry -> {};

  private static final int LOGIT = Stage.LOGIT.ordinal();
  private static final int ATTEND = Stage.ATTEND.ordinal();
  private static final int DIMENSIONS = Dimension.values().length;
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  private final int[][] values;
  private final TileRanges[] ranges;
  private final StageBounds[][] stages = new StageBounds[Form.VALUES.length][];
  private final LoopNestEvaluator evaluator;
  private final LoopNest nest = new LoopNest();
  private final TileFigures[] logitTiles = new TileFigures[DIMENSIONS];
  private final TileFigures[] attendTiles = new TileFigures[DIMENSIONS];
  private final TileFigures[][] tiles = {logitTiles, attendTiles};
  private final TileFigures instances = new TileFigures();
  private final TileFigures rows = new TileFigures();
  private final TileFigures keys = new TileFigures();
  private final Pairing pairing;
  private final long effort;

  /** What is left of a box around those that are bounded; null if nothing is known. */
  private Classes around;

  /** What is left of the box that was bounded last. */
  private Classes remaining;

  /**
   * @param values by decision, the allowed values
   * @param effort how many ranges of own tiles are looked at for a tighter bound, {@link #EFFORT}
   *     by default
   */
  LoopNestProver(LoopNestSpace space, LoopNestEvaluator evaluator, int[][] values, long effort) {
    this.effort = effort;
    this.values = values;
    this.evaluator = evaluator;
    ranges = new TileRanges[Place.COUNT];
    for (int place : Place.TILES) {
      var tiles = space.tiles(Place.dimension(place));
      ranges[place] = new TileRanges(Arrays.stream(values[place]).mapToObj(tiles::get).toList());
    }
    for (int form : values[Place.FORM]) {
      stages[form] = new StageBounds[2];
      for (Stage stage : Stage.values()) {
        StagePlan plan =
            new StagePlan(Form.VALUES[form], stage, values, ranges, space.hasSquareArray());
        stages[form][stage.ordinal()] = new StageBounds(plan, ranges, evaluator);
      }
    }
    pairing = new Pairing(evaluator, nest);
  }

  @Override
  public Object remaining() {
    return remaining;
  }

  @Override
  public void continueFrom(Object remaining) {
    around = (Classes) remaining;
  }

  @Override
  public int[] sharedDecisions() {
    return SHARED.clone();
  }

  @Override
  public boolean isOrdered(int decision) {
    return decision != Place.FORM && decision != Place.LOGITS_SLOTS;
  }

  @Override
  public int split(int[] low, int[] high) {
    if (low[Place.FORM] != high[Place.FORM]) {
      return Place.FORM;
    }
    Form form = form(low);
    if (form.fused && low[Place.LOGITS_SLOTS] != high[Place.LOGITS_SLOTS]) {
      return Place.LOGITS_SLOTS;
    }
    // A bound is that of the smallest figures, and most of them are inverse to the tile size.
    int widest = -1;
    double most = 1;
    for (int place : SHARED_TILES) {
      boolean shared =
          place == Place.INSTANCE_TILE
              || (place == Place.ROW_TILE ? form.sharesRows : form.sharesKeys);
      double width = shared ? ranges[place].ratio(low[place], high[place]) : 1;
      if (width > most) {
        most = width;
        widest = place;
      }
    }
    return widest;
  }

  private Form form(int[] positions) {
    return Form.VALUES[values[Place.FORM][positions[Place.FORM]]];
  }

  @Override
  public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
    int split = split(low, high);
    remaining = null;
    if (split == Place.FORM || split == Place.LOGITS_SLOTS) {
      Arrays.fill(metrics, 0);
      return 0;
    }
    load(low, high, split < 0);
    pairing.begin(keys.trips, incumbent);
    StageBounds[] both = stages[form(low).ordinal()];
    Classes left = around != null ? around : Classes.all(both);
    if (left.areNone()) {
      remaining = left;
      return nothing(metrics);
    }
    int next = left.next;
    int other = 1 - next;
    StageFront others = both[other].classBounds(nest, tiles[other], left.of[other], pairing);
    StageFront bounds = both[next].classBounds(nest, tiles[next], left.of[next], others, pairing);
    remaining = left.with(next, both[next].remaining(), other);
    if (bounds.size() == 0) {
      double least = both[next].violation();
      return least > 0 ? nothing(least, metrics) : nothing(metrics);
    }
    StageFront logit = next == LOGIT ? bounds : others;
    StageFront attend = next == LOGIT ? others : bounds;
    double violation = pairing.best(logit, attend, metrics);
    if (volume(low, high) <= REFINED && incumbent.canBeImproved(violation, metrics)) {
      return refine(both, attend, violation, metrics, incumbent);
    }
    return violation;
  }

  private static long volume(int[] low, int[] high) {
    long volume = 1;
    for (int place : SHARED_TILES) {
      volume *= high[place] - low[place] + 1;
    }
    return volume;
  }

  /**
   * A tighter bound: of the choices that remain when the shared decisions are those of the box at
   * their best. If there are none, nothing in the box can improve on the best point.
   */
  private double refine(
      StageBounds[] both,
      StageFront attendBounds,
      double violation,
      double[] metrics,
      Incumbent incumbent) {
    StageFront logit =
        both[LOGIT].choices(
            nest,
            logitTiles,
            remaining.of[LOGIT],
            attendBounds,
            pairing,
            incumbent,
            effort,
            NOBODY);
    remaining = remaining.with(LOGIT, both[LOGIT].remaining(), remaining.next);
    if (logit == null) {
      return violation;
    }
    if (logit.size() == 0) {
      return nothing(metrics);
    }
    StageFront attend =
        both[ATTEND].choices(
            nest, attendTiles, remaining.of[ATTEND], logit, pairing, incumbent, effort, NOBODY);
    remaining = remaining.with(ATTEND, both[ATTEND].remaining(), remaining.next);
    if (attend == null) {
      return violation;
    }
    return attend.size() == 0 ? nothing(metrics) : pairing.best(logit, attend, metrics);
  }

  /** The bound of a box in which nothing can improve on the best point. */
  private static double nothing(double[] metrics) {
    return nothing(Double.POSITIVE_INFINITY, metrics);
  }

  private static double nothing(double violation, double[] metrics) {
    Arrays.fill(metrics, Double.POSITIVE_INFINITY);
    return violation;
  }

  /** Makes the shared decisions those of the box. */
  private void load(int[] low, int[] high, boolean exact) {
    Form form = form(low);
    nest.form = form.shared;
    nest.fused = form.fused;
    nest.inside[Tensor.LOGITS.ordinal()] = form.shared.count() - 1;
    nest.slots[Tensor.LOGITS.ordinal()] = values[Place.LOGITS_SLOTS][low[Place.LOGITS_SLOTS]] + 1;
    minimum(Place.INSTANCE_TILE, low, high, instances);
    logitTiles[INSTANCE] = instances;
    attendTiles[INSTANCE] = instances;
    if (form.sharesRows) {
      minimum(Place.ROW_TILE, low, high, rows);
      logitTiles[ROW] = rows;
      attendTiles[ROW] = rows;
    }
    if (form.sharesKeys) {
      minimum(Place.KEY_TILE, low, high, keys);
      logitTiles[KEY] = keys;
      attendTiles[KEY] = keys;
    }
    if (exact) {
      evaluator.deal(form.shared, instances, rows);
    } else {
      evaluator.dealBound(form.shared, instances, rows);
    }
  }

  private void minimum(int place, int[] low, int[] high, TileFigures into) {
    ranges[place].minimum(low[place], high[place], into);
  }

  @Override
  public void complete(int[] low, int[] high, Incumbent incumbent) {
    load(low, high, true);
    pairing.begin(keys.trips, incumbent);
    StageBounds[] both = stages[form(low).ordinal()];
    Classes left = around != null ? around : Classes.all(both);
    if (left.areNone()) {
      return;
    }
    StageFront attendBounds = both[ATTEND].classBounds(nest, attendTiles, left.of[ATTEND], pairing);
    incumbent.countBound();
    StageFront logit =
        both[LOGIT].choices(
            nest,
            logitTiles,
            left.of[LOGIT],
            attendBounds,
            pairing,
            incumbent,
            Long.MAX_VALUE,
            NOBODY);
    if (logit.size() == 0) {
      return;
    }
    incumbent.countBound();
    both[ATTEND].choices(
        nest,
        attendTiles,
        left.of[ATTEND],
        logit,
        pairing,
        incumbent,
        Long.MAX_VALUE,
        attend -> offer(low, both, logit, attend, incumbent));
  }

  /** Offers a choice of Attend with each of Logit. */
  private void offer(
      int[] low,
      StageBounds[] both,
      StageFront logit,
      StageFront.Entry attend,
      Incumbent incumbent) {
    for (int l = 0; l < logit.size(); l++) {
      if (pairing.improves(logit.get(l).costs, attend.costs)) {
        int[] point = new int[Place.COUNT];
        for (int place : SHARED) {
          point[place] = low[place];
        }
        both[LOGIT].write(logit.get(l), point, values);
        both[ATTEND].write(attend, point, values);
        incumbent.offer(point);
      }
    }
  }

  /**
   * The classes of both stages that can be part of a point better than the best.
   *
   * @param of by ordinal of the stage
   * @param next the stage whose classes the next bound looks at: one after the other, for to look
   *     at one it needs the bounds of the other
   */
  record Classes(StageClass[][] of, int next) {
    static Classes all(StageBounds[] both) {
      StageClass[][] all = {both[LOGIT].classes(), both[ATTEND].classes()};
      return new Classes(all, ATTEND);
    }

    boolean areNone() {
      return of[LOGIT].length == 0 || of[ATTEND].length == 0;
    }

    /** These, but for what is left of one stage. */
    Classes with(int stage, StageClass[] left, int next) {
      StageClass[][] all = of.clone();
      all[stage] = left;
      return new Classes(all, next);
    }
  }
}
