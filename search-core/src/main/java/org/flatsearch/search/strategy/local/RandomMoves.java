package org.flatsearch.search.strategy.local;

import java.util.Iterator;
import java.util.Random;
import java.util.SplittableRandom;
import org.flatsearch.search.strategy.Neighbourhood;
import org.optaplanner.core.api.score.director.ScoreDirector;
import org.optaplanner.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;

/** Draws moves from the {@link Neighbourhood} endlessly. */
public final class RandomMoves implements MoveIteratorFactory<PlanningPoint, ChoicesMove> {
  @Override
  public long getSize(ScoreDirector<PlanningPoint> director) {
    return Long.MAX_VALUE;
  }

  @Override
  public Iterator<ChoicesMove> createOriginalMoveIterator(ScoreDirector<PlanningPoint> director) {
    throw new UnsupportedOperationException("moves are drawn at random only");
  }

  @Override
  public Iterator<ChoicesMove> createRandomMoveIterator(
      ScoreDirector<PlanningPoint> director, Random unused) {
    PlanningPoint point = director.getWorkingSolution();
    Neighbourhood neighbourhood = point.run().neighbourhood();
    SplittableRandom random = point.run().random();
    int[] before = new int[neighbourhood.dimensions()];
    int[] after = new int[neighbourhood.dimensions()];
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public ChoicesMove next() {
        point.write(before);
        point.write(after);
        neighbourhood.change(random, after);
        return move(point, before, after);
      }
    };
  }

  private static ChoicesMove move(PlanningPoint point, int[] before, int[] after) {
    int changes = 0;
    for (int k = 0; k < before.length; k++) {
      changes += before[k] == after[k] ? 0 : 1;
    }
    PlanningDecision[] decisions = new PlanningDecision[changes];
    Choice[] choices = new Choice[changes];
    int at = 0;
    for (int k = 0; k < before.length; k++) {
      if (before[k] != after[k]) {
        decisions[at] = point.decision(k);
        choices[at] = decisions[at].choice(after[k]);
        at++;
      }
    }
    return new ChoicesMove(decisions, choices);
  }
}
