package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import java.util.function.Consumer;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.schedule.Stage;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.space.AttentionProblem;

/**
 * Bounds and completes boxes of the shared decisions of {@link LoopNestSpace}: form, slots of the
 * logits, shared tiles.
 *
 * <p><b>Why it is right.</b> Given the shared decisions, a schedule is one choice for Logit and one
 * for Attend, and every metric and the violation are monotone in every component of both stages'
 * costs ({@link LoopNestEvaluator#join}), but for one that is spoken of below. Those are monotone
 * in the figures of the tiles ({@link LoopNestEvaluator#count}) and, but for the order of
 * transfers, fall with more slots ({@link LoopNestEvaluator#countMostSlots}), while the footprint
 * falls with fewer. So:
 *
 * <ul>
 *   <li>the minima of the figures over a range of tile sizes, the most slots for times and the
 *       fewest for footprints give bounds of a {@link StagePart} over a box;
 *   <li>of these bounds, one that another beats in every component can be left out: whatever it is
 *       joined with, the other one is no worse;
 *   <li>every schedule of the box belongs to one pair of parts, so it compares no better than the
 *       best pair of bounds;
 *   <li>a part whose bound makes no point better than the best with any bound of the other stage
 *       can be left out: the bound of the box is then one of its better points, which is all that
 *       is asked for. In a part of the box it need not be looked at either, for the points of that
 *       are points of the box, and the best one only improves. What is left is halved ({@link
 *       Narrowing}).
 * </ul>
 *
 * <p>The exception is the footprint with logits through DRAM: one row of them counts if it fits
 * beside the tiles, so larger tiles that leave no room for it can need less in all, at the price of
 * traffic. Bounds leave the row out ({@link Pairing}). Where footprints are part of the objective,
 * choices of different ones do not beat each other ({@link StageFront}), and more slots are tried
 * for that alone ({@link StageChoices}).
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
    DecisionIndex.FORM,
    DecisionIndex.LOGITS_SLOTS,
    DecisionIndex.INSTANCE_TILE,
    DecisionIndex.ROW_TILE,
    DecisionIndex.KEY_TILE
  };

  /** For a bound, parts of a stage are halved as long as there are no more than this. */
  private static final int MOST_PARTS = 32;

  /** And so often, if the box can be split instead. */
  private static final int ROUNDS = 4;

  /** The same for a completion. */
  private static final int MOST_PARTS_OF_COMPLETION = 5_000;

  /**
   * How close to the best point, relatively, a bound is that needs the choices of slots to be
   * raised any further: narrower tiles alone leave hardly anything out then.
   */
  private static final double CLOSE = 0.05;

  /**
   * Boxes of so many shared tiles or fewer whose bound is close are worth expanding to choices; on
   * larger ones it is loose.
   */
  private static final long REFINED = 100_000;

  /** Ranges of own tiles that are looked at for a tighter bound. */
  static final long EFFORT = 300;

  /** Is told of choices that are only looked at. */
  private static final Consumer<StageFront.Entry> NOBODY = entry -> {};

  private static final int LOGIT = Stage.LOGIT.ordinal();
  private static final int ATTEND = Stage.ATTEND.ordinal();

  private final int[][] values;
  private final SharedBox box;
  private final StageBounds[][] bounds = new StageBounds[Form.VALUES.length][2];
  private final StageChoices[][] choices = new StageChoices[Form.VALUES.length][2];
  private final Pairing pairing;
  private final Narrowing narrowing = new Narrowing();
  private final double[] figures = new double[AttentionProblem.METRICS.size()];
  private final double[] raised = new double[AttentionProblem.METRICS.size()];
  private final long effort;

  /** What is left of a box around those that are bounded; null if nothing is known. */
  private RemainingParts around;

  /** What is left of the box that was bounded last. */
  private RemainingParts remaining;

  /**
   * @param values by decision, the allowed values
   * @param effort how many ranges of own tiles are looked at for a tighter bound, {@link #EFFORT}
   *     by default
   */
  LoopNestProver(LoopNestSpace space, LoopNestEvaluator evaluator, int[][] values, long effort) {
    this.effort = effort;
    this.values = values;
    TileRanges[] ranges = new TileRanges[DecisionIndex.COUNT];
    for (int index : DecisionIndex.TILES) {
      var tiles = space.tiles(DecisionIndex.dimension(index));
      ranges[index] = new TileRanges(Arrays.stream(values[index]).mapToObj(tiles::get).toList());
    }
    box = new SharedBox(values, ranges, evaluator);
    pairing = new Pairing(evaluator, box.nest);
    for (int form : values[DecisionIndex.FORM]) {
      for (Stage stage : Stage.values()) {
        StagePlan plan =
            new StagePlan(Form.VALUES[form], stage, values, ranges, space.hasSquareArray());
        int k = stage.ordinal();
        bounds[form][k] = new StageBounds(plan, box, pairing, evaluator);
        choices[form][k] = new StageChoices(plan, bounds[form][k], box, pairing, evaluator);
      }
    }
  }

  @Override
  public Object remaining() {
    return remaining;
  }

  @Override
  public void continueFrom(Object remaining) {
    around = (RemainingParts) remaining;
  }

  @Override
  public int[] sharedDecisions() {
    return SHARED.clone();
  }

  @Override
  public boolean isOrdered(int decision) {
    return decision != DecisionIndex.FORM && decision != DecisionIndex.LOGITS_SLOTS;
  }

  @Override
  public int split(int[] low, int[] high) {
    return box.split(low, high);
  }

  @Override
  public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
    int split = box.split(low, high);
    remaining = null;
    if (split == DecisionIndex.FORM || split == DecisionIndex.LOGITS_SLOTS) {
      Arrays.fill(metrics, 0);
      return 0;
    }
    StageBounds[] both = begin(low, high, split < 0, incumbent);
    double least = compare(both);
    if (remaining.areNone()) {
      return least > 0 ? nothing(least, metrics) : nothing(metrics);
    }
    double violation = pairing.best(both[LOGIT].front(), both[ATTEND].front(), metrics);
    if (!incumbent.canBeImproved(violation, metrics)) {
      return violation;
    }
    int rounds = split < 0 ? Integer.MAX_VALUE : ROUNDS;
    remaining = narrowing.narrow(both, remaining, rounds, MOST_PARTS, true, incumbent);
    if (remaining.areNone()) {
      return nothing(metrics);
    }
    violation = pairing.best(both[LOGIT].front(), both[ATTEND].front(), metrics);
    if (box.volume() <= REFINED
        && incumbent.canBeImproved(violation, metrics)
        && isClose(violation, metrics, incumbent)) {
      return refine(violation, metrics, incumbent);
    }
    return violation;
  }

  /** Takes up a box of one form: the bounds of both stages in it. */
  private StageBounds[] begin(int[] low, int[] high, boolean exact, Incumbent incumbent) {
    box.load(low, high, exact);
    pairing.begin(box.keyTiles(), incumbent);
    return bounds[box.form().ordinal()];
  }

  /**
   * Compares the parts of one stage that are left of the box around with bounds of those of the
   * other: {@link #remaining}. Returns no more than the violation of what is left out.
   */
  private double compare(StageBounds[] both) {
    RemainingParts left = around;
    if (left == null) {
      left = new RemainingParts(new StagePart[][] {both[LOGIT].all(), both[ATTEND].all()}, ATTEND);
    }
    remaining = left;
    if (left.areNone()) {
      return Double.POSITIVE_INFINITY;
    }
    int next = left.next();
    int other = 1 - next;
    StageFront others = both[other].of(left.of()[other]);
    both[next].improving(left.of()[next], others);
    remaining = left.with(next, both[next].remaining()).turned();
    return both[next].violation();
  }

  /** Whether a bound is no better than the best point but for little. */
  private boolean isClose(double violation, double[] metrics, Incumbent incumbent) {
    for (int k = 0; k < raised.length; k++) {
      raised[k] = metrics[k] * (1 + CLOSE);
    }
    return !incumbent.canBeImproved(violation, raised);
  }

  /**
   * A tighter bound: of the choices that remain when the shared decisions are those of the box at
   * their best. If there are none, nothing in the box can improve on the best point.
   */
  private double refine(double violation, double[] metrics, Incumbent incumbent) {
    StageFront attendBounds = bounds[box.form().ordinal()][ATTEND].front();
    StageFront logit = expand(LOGIT, attendBounds, incumbent, effort, NOBODY);
    if (logit == null) {
      return violation;
    }
    if (logit.size() == 0) {
      return nothing(metrics);
    }
    StageFront attend = expand(ATTEND, logit, incumbent, effort, NOBODY);
    if (attend == null) {
      return violation;
    }
    return attend.size() == 0 ? nothing(metrics) : pairing.best(logit, attend, metrics);
  }

  /** The choices of what remains of a stage, as {@link StageChoices#of} has them. */
  private StageFront expand(
      int stage,
      StageFront others,
      Incumbent incumbent,
      long mostEffort,
      Consumer<StageFront.Entry> found) {
    StageChoices ofStage = choices[box.form().ordinal()][stage];
    StagePart[] parts = remaining.of()[stage];
    StageFront front = ofStage.of(parts, others, incumbent, mostEffort, found);
    remaining = remaining.with(stage, ofStage.remaining());
    return front;
  }

  /** The bound of a box in which nothing can improve on the best point. */
  private static double nothing(double[] metrics) {
    return nothing(Double.POSITIVE_INFINITY, metrics);
  }

  private static double nothing(double violation, double[] metrics) {
    Arrays.fill(metrics, Double.POSITIVE_INFINITY);
    return violation;
  }

  @Override
  public void complete(int[] low, int[] high, Incumbent incumbent) {
    StageBounds[] both = begin(low, high, true, incumbent);
    compare(both);
    incumbent.countBound();
    if (remaining.areNone() || !narrowForCompletion(both, incumbent)) {
      return;
    }
    StageFront logit = expand(LOGIT, both[ATTEND].front(), incumbent, Long.MAX_VALUE, NOBODY);
    if (logit.size() == 0) {
      return;
    }
    incumbent.countBound();
    Consumer<StageFront.Entry> offering = attend -> offer(low, logit, attend, incumbent);
    expand(ATTEND, logit, incumbent, Long.MAX_VALUE, offering);
  }

  /** Returns whether anything is left that may improve on the best point. */
  private boolean narrowForCompletion(StageBounds[] both, Incumbent incumbent) {
    double violation = pairing.best(both[LOGIT].front(), both[ATTEND].front(), figures);
    if (!incumbent.canBeImproved(violation, figures)) {
      return false;
    }
    boolean mayGrow = !isClose(violation, figures, incumbent);
    remaining =
        narrowing.narrow(
            both, remaining, Integer.MAX_VALUE, MOST_PARTS_OF_COMPLETION, mayGrow, incumbent);
    return !remaining.areNone();
  }

  /** Offers a choice of Attend with each of Logit. */
  private void offer(int[] low, StageFront logit, StageFront.Entry attend, Incumbent incumbent) {
    StageChoices[] both = choices[box.form().ordinal()];
    for (int l = 0; l < logit.size(); l++) {
      if (pairing.improves(logit.get(l).costs, attend.costs)) {
        int[] point = new int[DecisionIndex.COUNT];
        for (int index : SHARED) {
          point[index] = low[index];
        }
        both[LOGIT].write(logit.get(l), point, values);
        both[ATTEND].write(attend, point, values);
        incumbent.offer(point);
      }
    }
  }
}
