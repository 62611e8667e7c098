package org.flatsearch.search.strategy.exact;

import java.util.SplittableRandom;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.Neighbourhood;
import org.flatsearch.search.strategy.baseline.Climbing;

/**
 * Looks for better points during a long proof, which probably takes long because its best point is
 * not as good as its bounds. A proof can spend most of its evaluations within one box, where a
 * better point rules out more too, so looks are due at any evaluation.
 */
final class SideClimbs {
  /** A proof is long once it has taken this many evaluations. */
  private static final int LONG_PROOF = 20_000;

  /** For this many evaluations of a long proof, one evaluation looks for a better point. */
  private static final int EVALUATIONS_PER_LOOK = 3;

  /** {@link #EVALUATIONS_PER_LOOK} once the best point is close to the bound and may be optimal. */
  private static final int EVALUATIONS_PER_LATE_LOOK = 8;

  /** The relative distance between best point and bound that counts as close. */
  private static final double CLOSE = 0.01;

  /** {@link #EVALUATIONS_PER_LOOK} while the proof is far off and may not end in time. */
  private static final int EVALUATIONS_PER_EARLY_LOOK = 1;

  /** The relative distance between best point and bound that counts as far. */
  private static final double FAR = 0.1;

  /** A look of fewer evaluations than this is not worthwhile. */
  private static final int LEAST_LOOK = 1_500;

  private final SearchRun run;
  private final Climbing climbing;

  /** The number of evaluations before the proof. */
  private final long before;

  /** The number of evaluations since then that looked for better points. */
  private long looks;

  SideClimbs(SearchRun run) {
    this.run = run;
    SplittableRandom random = new SplittableRandom(run.seed()).split();
    climbing = Climbing.annealing(run, new Neighbourhood(run.problem()), random);
    before = run.evaluations();
  }

  /**
   * Resumes climbing if a look is due.
   *
   * @param box the box with the least bound; null if none is known yet
   */
  void goOn(Box box) {
    long ofProof = run.evaluations() - before - looks;
    long due = ofProof / evaluationsPerLook(box) - looks;
    if (ofProof >= LONG_PROOF && due >= LEAST_LOOK) {
      long end = run.evaluations() + due;
      climbing.goOn(() -> run.evaluations() < end);
      looks += due;
    }
  }

  private int evaluationsPerLook(Box box) {
    if (box == null || !box.bound.isFeasible() || !run.best().isFeasible()) {
      return EVALUATIONS_PER_LOOK;
    }
    double bound = box.bound.values[0];
    double distance = run.best().values[0] - bound;
    if (distance <= CLOSE * Math.abs(bound)) {
      return EVALUATIONS_PER_LATE_LOOK;
    }
    return distance <= FAR * Math.abs(bound) ? EVALUATIONS_PER_LOOK : EVALUATIONS_PER_EARLY_LOOK;
  }
}
