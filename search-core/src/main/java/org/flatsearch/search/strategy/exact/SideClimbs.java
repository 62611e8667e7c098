package org.flatsearch.search.strategy.exact;

import java.util.SplittableRandom;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.Neighbourhood;
import org.flatsearch.search.strategy.climbing.Climbing;

/**
 * Looks for better points during a proof that takes long, probably because its best point is not as
 * good as its bounds. Where it is far from them and was not climbed to for long, looks begin at
 * once: with a small budget, the search ends with what they find. A proof can spend most of its
 * evaluations within one box, where a better point rules out more too, so looks are due at any
 * evaluation.
 */
final class SideClimbs {
  /** A proof takes long once it has taken this many evaluations. */
  private static final int LONG_PROOF = 20_000;

  /**
   * Climbs, before the proof and within it, that take fewer evaluations have usually not found a
   * good point yet.
   */
  private static final int ENOUGH_CLIMBS = 20_000;

  /** A look of fewer evaluations than this is not worthwhile. */
  private static final int LEAST_LOOK = 1_500;

  /** The relative distance between best point and bound that counts as far. */
  private static final double FAR = 0.1;

  /** The relative distance that counts as close. */
  private static final double CLOSE = 0.01;

  // In the time of this many evaluations of a proof, one evaluation looks for a better point:

  /** While the bound is far below the best point, so the proof may not end in time. */
  private static final int WHILE_FAR = 1;

  private static final int IN_BETWEEN = 3;

  /** Once the bound is close to the best point, which may be optimal. */
  private static final int WHILE_CLOSE = 8;

  private final SearchRun run;
  private final int boundsPerEvaluation;

  /** Looks for the last per mille, once the bound is close. */
  private final Climbing polishing;

  /** Looks for much better points until then. */
  private final Climbing annealing;

  /** The number of evaluations before the proof. */
  private final long before;

  /** The number of evaluations since then that looked for better points. */
  private long looks;

  /**
   * @param boundsPerEvaluation how many evaluations of the proof take as long as one of a look
   */
  SideClimbs(SearchRun run, int boundsPerEvaluation) {
    this.run = run;
    this.boundsPerEvaluation = boundsPerEvaluation;
    SplittableRandom random = new SplittableRandom(run.seed());
    polishing = Climbing.inTurns(run, new Neighbourhood(run.problem()), random.split());
    annealing = Climbing.annealing(run, new Neighbourhood(run.problem()), random.split());
    before = run.evaluations();
  }

  /**
   * Resumes climbing if a look is due.
   *
   * @param box the box with the least bound; null if none is known yet
   */
  void goOn(Box box) {
    long ofProof = run.evaluations() - before - looks;
    if (ofProof < LEAST_LOOK) {
      return;
    }
    double distance = distance(box);
    if (ofProof < LONG_PROOF && !(before + looks < ENOUGH_CLIMBS && distance > FAR)) {
      return; // also if the distance is not known
    }
    long due = ofProof / (evaluationsPerLook(distance) * boundsPerEvaluation) - looks;
    if (due >= LEAST_LOOK) {
      long end = run.evaluations() + due;
      Climbing kind = distance <= CLOSE ? polishing : annealing;
      kind.goOn(() -> run.evaluations() < end);
      looks += due;
    }
  }

  private static int evaluationsPerLook(double distance) {
    if (distance <= CLOSE) {
      return WHILE_CLOSE;
    }
    return distance > FAR ? WHILE_FAR : IN_BETWEEN;
  }

  /** How far the best point is above the bound, relatively; not a number if that is not known. */
  private double distance(Box box) {
    if (box == null || !box.bound.isFeasible() || !run.best().isFeasible()) {
      return Double.NaN;
    }
    double bound = box.bound.values[0];
    double difference = run.best().values[0] - bound;
    return difference == 0 ? 0 : difference / Math.abs(bound);
  }
}
