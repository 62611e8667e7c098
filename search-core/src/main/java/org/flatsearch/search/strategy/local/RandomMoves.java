package org.flatsearch.search.strategy.local;

import java.util.Iterator;
import java.util.Random;
import java.util.SplittableRandom;
import org.flatsearch.search.strategy.Neighbourhood;
import org.optaplanner.core.api.score.director.ScoreDirector;
import org.optaplanner.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;

/** Draws moves from the {@link Neighbourhood}, without end. */
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
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public ChoicesMove next() {
        return draw(point, neighbourhood, random);
      }
    };
  }

  private static ChoicesMove draw(
      PlanningPoint point, Neighbourhood neighbourhood, SplittableRandom random) {
    int changes = neighbourhood.drawNumberOfChanges(random);
    PlanningDecision[] decisions = new PlanningDecision[changes];
    Choice[] choices = new Choice[changes];
    for (int change = 0; change < changes; change++) {
      int index = neighbourhood.drawDecision(random);
      PlanningDecision decision = point.decision(index);
      if (contains(decisions, change, decision)) {
        change--;
      } else {
        decisions[change] = decision;
        choices[change] =
            decision.choice(neighbourhood.otherValue(random, index, decision.value()));
      }
    }
    return new ChoicesMove(decisions, choices);
  }

  private static boolean contains(
      PlanningDecision[] decisions, int count, PlanningDecision decision) {
    for (int k = 0; k < count; k++) {
      if (decisions[k] == decision) {
        return true;
      }
    }
    return false;
  }
}
