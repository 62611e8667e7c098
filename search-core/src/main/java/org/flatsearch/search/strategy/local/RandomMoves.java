package org.flatsearch.search.strategy.local;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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
    int[] changed = IntStream.range(0, before.length).filter(k -> before[k] != after[k]).toArray();
    PlanningDecision[] decisions =
        Arrays.stream(changed).mapToObj(point::decision).toArray(PlanningDecision[]::new);
    Choice[] choices =
        Arrays.stream(changed)
            .mapToObj(k -> point.decision(k).choice(after[k]))
            .toArray(Choice[]::new);
    return new ChoicesMove(decisions, choices);
  }
}
