package org.flatsearch.search.strategy.climbing;

import java.util.Arrays;
import org.flatsearch.goal.Objective;
import org.flatsearch.search.Score;

/**
 * Accepts a change if the new point is not worse than the current one, or not worse than the one
 * that was current some changes ago: late acceptance (Burke and Bykov, "The late acceptance
 * hill-climbing heuristic", European Journal of Operational Research 258, 2017). One that looks
 * back a single change compares only with the current point: first-improvement hill climbing. The
 * climb ends when its best point has not improved for some evaluations.
 */
final class Lookback implements Acceptance {
  private final int patience;
  private final Score bestOfClimb;

  /** The scores that were current before the last changes, in a ring that begins at the oldest. */
  private final Score[] history;

  private int oldest;
  private int fruitless;

  /**
   * @param length how many changes to look back
   * @param patience how many fruitless evaluations end a climb
   */
  Lookback(int length, int patience, Objective objective) {
    this.patience = patience;
    bestOfClimb = new Score(objective);
    history = new Score[length];
    Arrays.setAll(history, change -> new Score(objective));
  }

  @Override
  public void begin(Score first) {
    bestOfClimb.set(first);
    for (Score score : history) {
      score.set(first);
    }
    oldest = 0;
    fruitless = 0;
  }

  @Override
  public boolean accepts(Score changed, Score current) {
    boolean isBest = changed.compareTo(bestOfClimb) < 0;
    fruitless = isBest ? 0 : fruitless + 1;
    if (isBest) {
      bestOfClimb.set(changed);
    }
    boolean accepts = changed.compareTo(current) <= 0 || changed.compareTo(history[oldest]) <= 0;
    history[oldest].set(accepts ? changed : current);
    oldest = (oldest + 1) % history.length;
    return accepts;
  }

  @Override
  public boolean isOver() {
    return fruitless >= patience;
  }
}
