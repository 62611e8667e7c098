package org.flatsearch.search.strategy.exact;

import java.util.SplittableRandom;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.Neighbourhood;
import org.flatsearch.search.strategy.baseline.Climbing;

/**
 * Looks for better points beside a long proof, which is likely to lack one as good as its bounds.
 * It can spend most of its evaluations within one box, and a better point rules out more there too.
 */
final class SideClimbs {
  /** A proof that has taken so many evaluations is a long one. */
  private static final int LONG_PROOF = 20_000;

  /** Of a long one, so many evaluations are followed by one that looks for a better point. */
  private static final int EVALUATIONS_PER_LOOK = 3;

  /** The same once the best point is close to the bound, for then it may well be optimal. */
  private static final int EVALUATIONS_PER_LATE_LOOK = 8;

  /** How close that is, relatively. */
  private static final double CLOSE = 0.01;

  /** Fewer evaluations than that are not worth a look. */
  private static final int LEAST_LOOK = 1_500;

  private final SearchRun run;
  private final Climbing climbing;

  /** Evaluations before the proof. */
  private final long before;

  /** Evaluations since that were looks. */
  private long looks;

  SideClimbs(SearchRun run) {
    this.run = run;
    SplittableRandom random = new SplittableRandom(run.seed()).split();
    climbing = Climbing.inTurns(run, new Neighbourhood(run.problem()), random);
    before = run.evaluations();
  }

  /**
   * Climbs on if a look is due.
   *
   * @param box the one with the least bound; null if none is known
   */
  void goOn(Box box) {
    long ofProof = run.evaluations() - before - looks;
    int each = isCloseToBound(box) ? EVALUATIONS_PER_LATE_LOOK : EVALUATIONS_PER_LOOK;
    long due = ofProof / each - looks;
    if (ofProof >= LONG_PROOF && due >= LEAST_LOOK) {
      long end = run.evaluations() + due;
      climbing.goOn(() -> run.evaluations() < end);
      looks += due;
    }
  }

  private boolean isCloseToBound(Box box) {
    if (box == null || !box.bound.isFeasible() || !run.best().isFeasible()) {
      return false;
    }
    double bound = box.bound.values[0];
    return run.best().values[0] - bound <= CLOSE * Math.abs(bound);
  }
}
