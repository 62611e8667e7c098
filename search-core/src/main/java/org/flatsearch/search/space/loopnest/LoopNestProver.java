package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.schedule.Stage;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.space.AttentionProblem;

/**
 * Bounds and completes boxes of the shared decisions of {@link LoopNestSpace}: the form, the slots
 * of the logits, the shared tiles, registers, and how keys are cut.
 *
 * <p><b>Why it is right.</b> Once the shared decisions are fixed, a schedule is one choice for
 * Logit and one for Attend. Every metric and the violation are monotone in every component of the
 * costs of both stages ({@link LoopNestEvaluator#join}), with one exception, explained below. These
 * components are monotone in the figures of the tiles ({@link LoopNestEvaluator#count}). With more
 * slots the footprint rises, and everything else falls or stays. Therefore:
 *
 * <ul>
 *   <li>A {@link StagePart} is bounded over a box by the minima of the tile figures over the ranges
 *       of tile sizes, the most slots for times, and the fewest slots for footprints.
 *   <li>A bound that another bound of the same stage beats in every component can be left out:
 *       whatever it is joined with, the other one is no worse.
 *   <li>Every schedule of the box belongs to one pair of parts, so none compares better than the
 *       best pair of bounds.
 *   <li>A part can be left out if its bound gives no point better than the incumbent, whichever
 *       bound of the other stage it is joined with. The bound of the box then holds only for points
 *       better than the incumbent, which is all that {@link Prover#bound} promises. The part need
 *       not be looked at again when the box is split: points of a smaller box are points of this
 *       one, and the incumbent only improves. The parts that remain are halved ({@link Narrowing}).
 * </ul>
 *
 * <p>The exception is the footprint with logits through DRAM. One row of logits counts towards it
 * if the row fits into what the tiles leave of the buffer. Larger tiles that leave no room for the
 * row can therefore need less in total, at the price of more traffic. Bounds leave the row out
 * ({@link Pairing}). Where the footprint is part of the objective, choices with different
 * footprints do not beat each other ({@link StageFront}), and more slots are also tried just to
 * leave no room ({@link StageChoices}).
 *
 * <p>A box whose shared decisions are all fixed is completed stage by stage: first all choices of
 * Logit that can still improve on the incumbent, given bounds of Attend, then those of Attend,
 * given these choices of Logit. Before, parts are halved. Where the bound is close to the
 * incumbent, this goes on only as long as it leaves fewer parts, unless the choices of Logit prove
 * too many. Each choice of Attend is offered as soon as it is found, since a point as good as its
 * bound rules out most of the rest with the same bound.
 *
 * <p>Classes of choices are split by which of the stage's own loops have a single iteration ({@link
 * StageClass#tiled}), for the sake of tight bounds: a tensor held inside a loop of one iteration is
 * fetched once, but inside a loop of two or more it is fetched in each, and a bound over both would
 * promise the traffic of the one with the footprint of the other.
 */
final class LoopNestProver implements Prover {
  private static final int[] SHARED = {
    DecisionIndex.FORM,
    DecisionIndex.LOGITS_SLOTS,
    DecisionIndex.INSTANCE_TILE,
    DecisionIndex.ROW_TILE,
    DecisionIndex.KEY_TILE,
    DecisionIndex.REGISTERS,
    DecisionIndex.KEY_STEP_TILE,
    DecisionIndex.LOADS_STEPS,
    DecisionIndex.KEY_PART_TILE
  };

  /** The most parts of a stage that halving may lead to when a box is bounded. */
  private static final int MOST_PARTS = 32;

  /** The same where the tiles of rows are nearly fixed, and a mask hides keys of own tiles. */
  private static final int MOST_PARTS_OF_MASKED_KEYS = 512;

  /** How many rounds of halving, of one stage each, a box gets that can be split instead. */
  private static final int ROUNDS = 4;

  /** The most parts of a stage that halving may lead to when a box is completed. */
  private static final int MOST_PARTS_OF_COMPLETION = 5_000;

  /**
   * How close a bound is to the incumbent, relatively, when only single choices, with their slots,
   * can raise it further: narrower ranges of tiles alone then mostly rule out hardly anything.
   */
  private static final double CLOSE = 0.05;

  /**
   * The largest {@linkplain SharedBox#volume() volume} of a box that is worth expanding to single
   * choices; the bounds that these give on larger boxes are loose.
   */
  private static final long REFINED = 100_000;

  /**
   * How many ranges of own tiles are examined before something else is done. This decides how long
   * proofs take, never what they prove.
   *
   * @param ofBound for a tighter bound
   * @param beforeHalving in the parts of a stage before they are halved further: about as many as
   *     halving takes, so that a completion takes at most about twice the work of the better of the
   *     two
   */
  record Effort(long ofBound, long beforeHalving) {
    static final Effort DEFAULT = new Effort(300, 10 * MOST_PARTS_OF_COMPLETION);
  }

  /**
   * Where tiles are unlike, a nest is counted by sums over them, and bounds by formulas, which are
   * about this many times faster.
   */
  private static final int BOUNDS_PER_EVALUATION = 8;

  /** Takes choices that bound a box, and are not to be offered. */
  private static final Consumer<StageFront.Entry> IGNORED = entry -> {};

  private static final int LOGIT = Stage.LOGIT.ordinal();
  private static final int ATTEND = Stage.ATTEND.ordinal();

  private final int[][] values;
  private final int[] shared;
  private final SharedBox box;

  /** By form and stage; those with V in the tile of K follow those without. */
  private final StageBounds[][] bounds = new StageBounds[2 * Form.VALUES.length][2];

  private final StageChoices[][] choices = new StageChoices[2 * Form.VALUES.length][2];

  /** The same; null without a mask. */
  private final HiddenWork[][] hidden = new HiddenWork[2 * Form.VALUES.length][2];

  private final Pairing pairing;
  private final Narrowing narrowing = new Narrowing();
  private final double[] figures = new double[AttentionProblem.METRICS.size()];
  private final double[] raised = new double[AttentionProblem.METRICS.size()];
  private final Effort effort;
  private final boolean areUnlike;

  /**
   * The parts that remain of the box that the next boxes are parts of; null if nothing is known.
   */
  private RemainingParts around;

  /** The parts that remain of the box that was bounded last; null if it was not looked at. */
  private RemainingParts remaining;

  /**
   * @param values by decision, the allowed values
   */
  LoopNestProver(LoopNestSpace space, LoopNestEvaluator evaluator, int[][] values, Effort effort) {
    this.effort = effort;
    this.values = values;
    areUnlike = space.areUnlike;
    TileRanges[] ranges = new TileRanges[DecisionIndex.COUNT];
    for (int index : DecisionIndex.TILES) {
      ranges[index] = new TileRanges(space.tiles(DecisionIndex.dimension(index), values[index]));
    }
    box = new SharedBox(values, ranges, space.cuts, space.isMasked, evaluator);
    IntStream all = Arrays.stream(SHARED);
    if (space.mayHaveValuesInKeys()) {
      all = IntStream.concat(all, IntStream.of(DecisionIndex.V_INSIDE));
    }
    shared = all.toArray();
    pairing = new Pairing(evaluator, box.nest);
    for (int form : values[DecisionIndex.FORM]) {
      plan(Form.VALUES[form], false, ranges, space, evaluator);
      if (space.mayHaveValuesInKeys()) {
        plan(Form.VALUES[form], true, ranges, space, evaluator);
      }
    }
  }

  private void plan(
      Form form,
      boolean valuesInKeys,
      TileRanges[] ranges,
      LoopNestSpace space,
      LoopNestEvaluator evaluator) {
    for (Stage stage : Stage.values()) {
      StagePlan plan =
          new StagePlan(form, stage, values, ranges, space.hasSquareArray, valuesInKeys);
      int of = of(form, valuesInKeys);
      int k = stage.ordinal();
      bounds[of][k] = new StageBounds(plan, box, pairing, evaluator);
      choices[of][k] = new StageChoices(plan, bounds[of][k], box, pairing, evaluator);
      hidden[of][k] = space.isMasked ? new HiddenWork(plan, bounds[of][k], pairing) : null;
    }
  }

  /** The index of what bounds or chooses in a form. */
  private static int of(Form form, boolean valuesInKeys) {
    return form.ordinal() + (valuesInKeys ? Form.VALUES.length : 0);
  }

  /** The same of the box that is loaded. */
  private int ofBox() {
    return of(box.form(), box.nest.hasValuesInKeys());
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
  public int boundsPerEvaluation() {
    return areUnlike ? BOUNDS_PER_EVALUATION : 1;
  }

  @Override
  public int[] sharedDecisions() {
    return shared.clone();
  }

  @Override
  public boolean isOrdered(int decision) {
    return SharedBox.isTile(decision) || decision == DecisionIndex.V_INSIDE;
  }

  @Override
  public int lastOfLowerPart(int decision, int from, int to) {
    // V in the tile of K is the last value.
    return decision == DecisionIndex.V_INSIDE
        ? to - 1
        : Prover.super.lastOfLowerPart(decision, from, to);
  }

  @Override
  public int split(int[] low, int[] high) {
    return box.split(low, high);
  }

  @Override
  public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
    int split = box.split(low, high);
    remaining = null;
    if (split >= 0 && (!SharedBox.isTile(split) || box.splitsSome(low, high))) {
      // Parts belong to one form, so there is nothing to bound until the box has been split.
      Arrays.fill(metrics, 0);
      return 0;
    }
    StageBounds[] both = begin(low, high, split < 0, incumbent);
    double least = compare(both, incumbent);
    if (remaining.areNone()) {
      return least > 0 ? nothing(least, metrics) : nothing(metrics);
    }
    double violation = pairing.best(both[LOGIT].front(), both[ATTEND].front(), metrics);
    if (!incumbent.wants(violation, metrics)) {
      return violation;
    }
    int rounds = split < 0 ? Integer.MAX_VALUE : ROUNDS;
    int most = box.hasOwnMaskedKeys(low, high) ? MOST_PARTS_OF_MASKED_KEYS : MOST_PARTS;
    remaining = narrowing.narrow(both, remaining, rounds, most, true, incumbent);
    if (remaining.areNone()) {
      return nothing(metrics);
    }
    violation = pairing.best(both[LOGIT].front(), both[ATTEND].front(), metrics);
    if (box.volume() <= REFINED
        && incumbent.wants(violation, metrics)
        && isClose(violation, metrics, incumbent)) {
      return refine(violation, metrics, incumbent);
    }
    return violation;
  }

  /** Loads a box of one form; returns what bounds the two stages in that form. */
  private StageBounds[] begin(int[] low, int[] high, boolean exact, Incumbent incumbent) {
    box.load(low, high, exact);
    pairing.begin(incumbent);
    return bounds[ofBox()];
  }

  /**
   * Compares the parts of one stage that remain of the enclosing box with bounds of the other
   * stage's, and sets {@link #remaining}. Returns a lower bound on the violation of what it leaves
   * out.
   */
  private double compare(StageBounds[] both, Incumbent incumbent) {
    RemainingParts left = around;
    if (left == null) {
      left = new RemainingParts(new StagePart[][] {both[LOGIT].all(), both[ATTEND].all()}, ATTEND);
    }
    remaining = left;
    if (left.areNone()) {
      return Double.POSITIVE_INFINITY;
    }
    if (pairing.timeMatters() && hidden[ofBox()][LOGIT] != null) {
      left = narrow(both, left, incumbent);
      remaining = left;
      if (left.areNone()) {
        return Double.POSITIVE_INFINITY;
      }
    }
    int next = left.next();
    int other = 1 - next;
    StageFront others = both[other].of(left.of()[other]);
    both[next].improving(left.of()[next], others);
    remaining = left.with(next, both[next].remaining()).turned();
    return both[next].violation();
  }

  /** Leaves out tiles with which the array works too long, of both stages in turn. */
  private RemainingParts narrow(StageBounds[] both, RemainingParts parts, Incumbent incumbent) {
    RemainingParts left = parts;
    int stage = left.next();
    for (int round = 0; round < ROUNDS && !left.areNone(); round++) {
      StageFront others = both[1 - stage].of(left.of()[1 - stage]);
      HiddenWork work = hidden[ofBox()][stage];
      left = left.with(stage, work.narrow(left.of()[stage], others, incumbent));
      stage = 1 - stage;
    }
    return left;
  }

  /** Whether a bound would be no better than the incumbent if it were a little higher. */
  private boolean isClose(double violation, double[] metrics, Incumbent incumbent) {
    for (int k = 0; k < raised.length; k++) {
      raised[k] = metrics[k] * (1 + CLOSE);
    }
    return !incumbent.wants(violation, raised);
  }

  /**
   * Computes a tighter bound: that of the single choices that remain when the shared tiles have the
   * least figures of the box. If no choices remain, nothing in the box can improve on the
   * incumbent. If expanding them takes too much effort, the bound stays as it is.
   *
   * @param violation the bound so far
   * @param metrics the bound so far; receives the tighter one
   * @return the violation of the tighter bound
   */
  private double refine(double violation, double[] metrics, Incumbent incumbent) {
    StageFront attendBounds = bounds[ofBox()][ATTEND].front();
    StageFront logit = expand(LOGIT, attendBounds, incumbent, effort.ofBound(), IGNORED);
    if (logit == null) {
      return violation;
    }
    if (logit.size() == 0) {
      return nothing(metrics);
    }
    StageFront attend = expand(ATTEND, logit, incumbent, effort.ofBound(), IGNORED);
    if (attend == null) {
      return violation;
    }
    return attend.size() == 0 ? nothing(metrics) : pairing.best(logit, attend, metrics);
  }

  /**
   * Expands the parts that remain of a stage ({@link StageChoices#of}); updates {@link #remaining}.
   */
  private StageFront expand(
      int stage,
      StageFront others,
      Incumbent incumbent,
      long mostEffort,
      Consumer<StageFront.Entry> found) {
    StageChoices ofStage = choices[ofBox()][stage];
    StagePart[] parts = remaining.of()[stage];
    StageFront front = ofStage.of(parts, others, incumbent, mostEffort, found);
    remaining = remaining.with(stage, ofStage.remaining());
    return front;
  }

  /** The bound of a box in which nothing can improve on the incumbent. */
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
    compare(both, incumbent);
    incumbent.countBound();
    if (remaining.areNone()) {
      return;
    }
    double violation = pairing.best(both[LOGIT].front(), both[ATTEND].front(), figures);
    if (!incumbent.wants(violation, figures)
        || !halve(both, !isClose(violation, figures, incumbent), incumbent)) {
      return;
    }
    StageFront logit = choicesOfLogit(both, incumbent);
    if (logit == null || logit.size() == 0) {
      return;
    }
    incumbent.countBound();
    Consumer<StageFront.Entry> offering = attend -> offer(low, logit, attend, incumbent);
    expand(ATTEND, logit, incumbent, Long.MAX_VALUE, offering);
  }

  /**
   * Expands the parts of Logit that remain of a box to complete; halves the parts of both stages
   * further if that takes too long. Updates {@link #remaining}.
   *
   * @return null if halving leaves none
   */
  private StageFront choicesOfLogit(StageBounds[] both, Incumbent incumbent) {
    StageFront attendBounds = both[ATTEND].front();
    StageFront logit = expand(LOGIT, attendBounds, incumbent, effort.beforeHalving(), IGNORED);
    if (logit != null) {
      return logit;
    }
    return halve(both, true, incumbent)
        ? expand(LOGIT, attendBounds, incumbent, Long.MAX_VALUE, IGNORED)
        : null;
  }

  /**
   * Halves the parts of a box to complete; updates {@link #remaining}.
   *
   * @param mayGrow whether to go on where that leaves more parts
   * @return whether any remain
   */
  private boolean halve(StageBounds[] both, boolean mayGrow, Incumbent incumbent) {
    remaining =
        narrowing.narrow(
            both, remaining, Integer.MAX_VALUE, MOST_PARTS_OF_COMPLETION, mayGrow, incumbent);
    return !remaining.areNone();
  }

  /** Offers a choice of Attend with each choice of Logit that makes a better point of it. */
  private void offer(int[] low, StageFront logit, StageFront.Entry attend, Incumbent incumbent) {
    StageChoices[] both = choices[ofBox()];
    for (int l = 0; l < logit.size(); l++) {
      if (pairing.improves(logit.get(l).costs, attend.costs)) {
        int[] point = new int[values.length];
        for (int index : shared) {
          point[index] = low[index];
        }
        both[LOGIT].write(logit.get(l), point, values);
        both[ATTEND].write(attend, point, values);
        incumbent.offer(point);
      }
    }
  }
}
