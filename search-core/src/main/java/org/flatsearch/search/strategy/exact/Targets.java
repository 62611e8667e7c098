package org.flatsearch.search.strategy.exact;

import java.util.Arrays;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;

/**
 * Decides how good the points are that a completion looks for, and for how long.
 *
 * <p>To find all points of a box that are better than the best one can take millions of evaluations
 * where the bound of the box is far below. To show that none is better than a <em>target</em> just
 * above that bound often takes few, since hardly anything seems to reach it. The target then is a
 * better bound of the box (destructive improvement: Klein and Scholl 1999).
 *
 * <p>So a completion that takes long is given up, and from then on all boxes are completed for the
 * same target: first a quarter of the way from the least bound to the best point, and half as far
 * whenever a completion is given up again. Once all boxes have reached the target, the next one is
 * twice as much of the way that is left. Completions may take ever more evaluations, so in the end
 * boxes are completed for good; a box whose bound is within a per mille of the best point always
 * is.
 */
final class Targets {
  /**
   * How many evaluations a completion takes before it is given up.
   *
   * @param least at least this many
   * @param share and this share of all evaluations so far: if it proves too few, not much is lost
   */
  record Patience(long least, double share) {
    static final Patience DEFAULT = new Patience(20_000, 0.5);
  }

  /** Ends a completion that takes too long. */
  static final class GivenUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private GivenUpException() {
      super(null, null, false, false);
    }
  }

  /** How much of the way from the bound to the best point the first target is. */
  private static final double FIRST_STEP = 0.25;

  /**
   * How near the bound is to the best point, relatively, when a target between them gains little.
   */
  private static final double NEAR = 1e-3;

  private final SearchRun run;
  private final Patience patience;

  /** How much of the way the last target was when it was set; 1 as long as there are none. */
  private double step = 1;

  /** The first value of the target that all boxes are to reach. */
  private double level;

  /** Whether a completion has been given up since the level was last raised. */
  private boolean isTooHigh;

  /** What points must be better than; worse than all points if there is no target. */
  private final Score target;

  private long left = Long.MAX_VALUE;

  Targets(SearchRun run, Patience patience) {
    this.run = run;
    this.patience = patience;
    target = new Score(run.objective());
  }

  /** Chooses the target for the completion of a box that has the least bound of all. */
  void aim(Score bound) {
    if (!isFarFromBest(bound)) {
      return;
    }
    double least = bound.values[0];
    double best = run.best().values[0];
    if (step < 1 && least >= bound()) {
      step = isTooHigh ? step : Math.min(1, 2 * step);
      isTooHigh = false;
      level = least + step * (best - least);
    }
    if (step < 1 && level < best) {
      target.violation = 0;
      Arrays.fill(target.values, Double.NEGATIVE_INFINITY);
      target.values[0] = level;
    }
    left = Math.max(patience.least(), (long) (patience.share() * run.evaluations()));
  }

  private boolean isFarFromBest(Score bound) {
    double least = bound.values[0];
    return bound.isFeasible()
        && run.best().isFeasible()
        && run.best().values[0] - least > NEAR * Math.abs(least);
  }

  /** Whether a point, or a bound, is good enough. */
  boolean areMetBy(Score score) {
    return score.compareTo(target) < 0;
  }

  /**
   * Counts an evaluation.
   *
   * @throws GivenUpException if the completion at hand has taken too long
   */
  void spend() {
    if (--left < 0) {
      throw new GivenUpException();
    }
  }

  /**
   * The bound of a box that has just been completed, for points better than the best one.
   *
   * @param bound the bound until now
   * @return worse than any point if there was no target, so there are none
   */
  Score reached(Score bound) {
    Score raised = new Score(target);
    if (target.isFeasible()) {
      raised.set(bound);
      raised.values[0] = Math.max(bound.values[0], bound());
    }
    clear();
    return raised;
  }

  /**
   * What bounds the first value of points that are no better than the target. They can equal it,
   * and then nothing is known of their other values, so the bound is just below.
   */
  private double bound() {
    return run.objective().tolerance().below(level);
  }

  /** Lowers the target, since a completion was given up. */
  void lower(Score bound) {
    double least = bound.values[0];
    isTooHigh = true;
    if (step == 1) {
      step = FIRST_STEP;
      level = least + step * (run.best().values[0] - least);
    } else {
      step /= 2;
      level = least + (level - least) / 2;
    }
    clear();
  }

  private void clear() {
    target.reset();
    left = Long.MAX_VALUE;
  }
}
