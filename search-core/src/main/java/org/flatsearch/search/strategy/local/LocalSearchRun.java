package org.flatsearch.search.strategy.local;

import java.util.SplittableRandom;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.LogarithmicScale;
import org.flatsearch.search.strategy.Neighbourhood;
import org.optaplanner.core.api.score.buildin.bendablelong.BendableLongScore;

/**
 * What all planning clones of one search share: the run that evaluates and records, the
 * neighbourhood, and when the current descent last improved.
 */
final class LocalSearchRun {
  private final SearchRun run;
  private final Neighbourhood neighbourhood;
  private final SplittableRandom random;
  private final int[] scratch;
  private final Score score;
  private final Score bestOfDescent;
  private final long patience;
  private long lastImprovement;
  private Runnable stuck = () -> {};

  /**
   * @param patience the number of evaluations without an improvement after which a descent is stuck
   */
  LocalSearchRun(SearchRun run, long patience) {
    this.run = run;
    this.patience = patience;
    neighbourhood = new Neighbourhood(run.problem());
    random = new SplittableRandom(run.seed());
    scratch = new int[neighbourhood.dimensions()];
    score = new Score(run.objective());
    bestOfDescent = new Score(run.objective());
  }

  Neighbourhood neighbourhood() {
    return neighbourhood;
  }

  SplittableRandom random() {
    return random;
  }

  /** A vector to be filled and evaluated. */
  int[] scratch() {
    return scratch;
  }

  /**
   * Begins a new descent.
   *
   * @param whenStuck what to do when it is stuck
   */
  void beginDescent(Runnable whenStuck) {
    bestOfDescent.reset();
    lastImprovement = run.evaluations();
    stuck = whenStuck;
  }

  BendableLongScore evaluate(int[] point) {
    run.evaluate(point, score);
    if (score.compareTo(bestOfDescent) < 0) {
      bestOfDescent.set(score);
      lastImprovement = run.evaluations();
    } else if (run.evaluations() - lastImprovement == patience) {
      stuck.run();
    }
    long[] soft = new long[PlanningPoint.SOFT_LEVELS];
    if (score.isFeasible()) {
      for (int k = 0; k < Math.min(soft.length, score.values.length); k++) {
        soft[k] = -LogarithmicScale.of(score.values[k]);
      }
    }
    long[] hard = {-LogarithmicScale.fromZero(score.violation)};
    return BendableLongScore.of(hard, soft);
  }
}
