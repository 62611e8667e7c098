package org.flatsearch.search.strategy.genetic;

import io.jenetics.ext.moea.ParetoFront;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchResult.FrontPoint;

/**
 * The best compromises among all feasible points that were evaluated. Any thread may ask for them.
 */
final class FrontArchive {
  private record Entry(int[] point, Fitness fitness) {}

  private final int capacity;

  /** To the front of Jenetics, greater is better. */
  private final ParetoFront<Entry> front =
      new ParetoFront<>(
          (a, b) -> Fitness.dominance(b.fitness, a.fitness),
          (a, b) -> Fitness.isEqual(a.fitness, b.fitness));

  /**
   * @param capacity most points of the front that is reported
   */
  FrontArchive(int capacity) {
    this.capacity = capacity;
  }

  /** Adds a point if it is feasible and no other dominates or equals it; both may be reused. */
  synchronized void add(int[] point, Score score) {
    if (point == null || !score.isFeasible()) {
      return;
    }
    front.add(new Entry(point.clone(), Fitness.of(score)));
    if (front.size() > 2 * capacity) {
      trim();
    }
  }

  private void trim() {
    front.trim(
        capacity,
        (a, b, k) -> Fitness.compareAt(a.fitness, b.fitness, k),
        (a, b, k) -> Fitness.distanceAt(a.fitness, b.fitness, k),
        entry -> Fitness.dimension(entry.fitness));
  }

  /** The front, from the best to the worst in the first objective. */
  synchronized List<FrontPoint> points() {
    if (front.size() > capacity) {
      trim();
    }
    return front.stream()
        .sorted(Comparator.comparing(Entry::fitness))
        .map(
            entry ->
                new FrontPoint(
                    entry.point, Arrays.stream(entry.fitness.score().values).boxed().toList()))
        .toList();
  }
}
