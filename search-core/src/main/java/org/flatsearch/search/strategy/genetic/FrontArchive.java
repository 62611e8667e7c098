package org.flatsearch.search.strategy.genetic;

import io.jenetics.ext.moea.ParetoFront;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchResult.FrontPoint;

/**
 * The Pareto front of all feasible points that were evaluated. Any thread may ask for it.
 *
 * <p>All points of the front are kept until they are reported. If one were dropped earlier, later
 * points that it dominates would be taken for points of the front. There are few, some 1,500 after
 * 100,000 evaluations for three metrics, so comparing with all of them makes a search of a million
 * evaluations take at most a third longer.
 *
 * <p>Values that tie within the tolerance of the objective are equal here as well: a point that
 * beats another by less does not dominate it. Such a point does not replace the best point of the
 * search either, so the best point is always on the front.
 */
final class FrontArchive {
  private record Entry(int[] point, Fitness fitness) {}

  private final int capacity;
  private final Tolerance tolerance;
  private final ParetoFront<Entry> front;

  /**
   * @param capacity the most points of the reported front
   * @param tolerance which values are equal
   */
  FrontArchive(int capacity, Tolerance tolerance) {
    this.capacity = capacity;
    this.tolerance = tolerance;
    // Jenetics' front takes greater for better.
    front =
        new ParetoFront<>(
            (a, b) -> Fitness.dominance(b.fitness, a.fitness, tolerance),
            (a, b) -> Fitness.isEqual(a.fitness, b.fitness, tolerance));
  }

  /**
   * Adds a point if it is feasible and no other dominates or equals it. Both arguments may be
   * reused.
   */
  synchronized void add(int[] point, Score score) {
    if (score.isFeasible()) {
      front.add(new Entry(point.clone(), Fitness.of(score)));
    }
  }

  private void trim() {
    front.trim(
        capacity,
        (a, b, k) -> Fitness.compareAt(a.fitness, b.fitness, k, tolerance),
        (a, b, k) -> Fitness.distanceAt(a.fitness, b.fitness, k),
        entry -> Fitness.dimension(entry.fitness));
  }

  /**
   * The front, from the best to the worst in the first objective.
   *
   * @param best the best point of the search, which replaces all that equal it; null if there is
   *     none
   * @param score the score of {@code best}
   */
  synchronized List<FrontPoint> points(int[] best, Score score) {
    if (best != null && score.isFeasible()) {
      Fitness fitness = Fitness.of(score);
      front.removeIf(entry -> Fitness.isEqual(entry.fitness, fitness, tolerance));
      add(best, score);
    }
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
