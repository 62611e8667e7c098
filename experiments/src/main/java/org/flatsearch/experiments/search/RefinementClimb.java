package org.flatsearch.experiments.search;

import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.flatsearch.search.Objective;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * A hill climb from one replayed point: draws changes of the best point of the climb, replays those
 * that may be better than the best of all climbs, and goes on from one that replays better.
 */
final class RefinementClimb {
  /**
   * How many changes to draw for one replay, in turn: a single one is taken at random, of several
   * the one that is expected to be best.
   */
  private static final int[] DRAWN = {1, 4, 16};

  /**
   * How many changes are made in a row at most to get from the best point to another schedule.
   * Often those that a single one leads to wait as long as the best point, or are ruled out.
   */
  private static final int MOST_IN_A_ROW = 4;

  private final Incumbent incumbent;
  private final Objective objective;
  private final Neighbourhood neighbourhood;
  private final SplittableRandom random;
  private int[] best;
  private double[] values;
  private int turn;
  private long draws;

  /**
   * @param incumbent what all climbs share
   * @param search the search whose space is climbed in
   * @param start the point to begin from, which has been replayed
   * @param values the objective values of its replay
   */
  RefinementClimb(Incumbent incumbent, PlannedSearch search, int[] start, double[] values) {
    this.incumbent = incumbent;
    this.values = values;
    objective = search.plan().objective();
    neighbourhood = new Neighbourhood(search.searched());
    random = new SplittableRandom(search.plan().setting().seed());
    best = start;
  }

  /** The objective values of the best replay of this climb. */
  double[] values() {
    return values;
  }

  /** Lets the climb draw so many more changes. */
  void allow(long moreDraws) {
    draws = moreDraws;
  }

  /**
   * Draws changes and replays the most promising one.
   *
   * @param isOver whether to stop drawing
   * @return whether one was replayed; false if none of those that may be drawn is worth it
   */
  boolean step(BooleanSupplier isOver) {
    int[] next = neighbourhood.isSinglePoint() ? null : draw(isOver);
    if (next == null) {
      return false;
    }
    incumbent.replay(next).ifPresent(replayed -> goOnFrom(next, replayed));
    return true;
  }

  private void goOnFrom(int[] point, double[] replayed) {
    if (objective.compare(replayed, values) <= 0) {
      best = point;
      values = replayed;
    }
  }

  /**
   * Draws one or several schedules near the best replay that are neither ruled out nor known, and
   * returns the one that is likely to wait least; null if there are none, or it is time to end.
   */
  private int[] draw(BooleanSupplier isOver) {
    int wanted = DRAWN[turn++ % DRAWN.length];
    int[] drawn = null;
    double least = Double.POSITIVE_INFINITY;
    int[] change = best.clone();
    for (; wanted > 0 && draws > 0; draws--) {
      if (isOver.getAsBoolean()) {
        return null;
      }
      System.arraycopy(best, 0, change, 0, best.length);
      move(change);
      if (incumbent.mayBeImprovedBy(change)) {
        wanted--;
        if (incumbent.expectedSeconds() < least) {
          least = incumbent.expectedSeconds();
          drawn = change.clone();
        }
      }
    }
    return drawn;
  }

  /** Makes a change, with half the chance a second one, and so on. */
  private void move(int[] point) {
    neighbourhood.change(random, point);
    for (int changes = 1; changes < MOST_IN_A_ROW && random.nextBoolean(); changes++) {
      neighbourhood.change(random, point);
    }
  }
}
