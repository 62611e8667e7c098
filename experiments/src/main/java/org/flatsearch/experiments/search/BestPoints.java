package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.flatsearch.goal.Objective;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchProblem;

/**
 * Wraps a problem to remember the best points that are evaluated; to a strategy it is the same
 * problem.
 *
 * <p>Each evaluator keeps a list of its own, so that threads do not wait for each other; {@link
 * #best} merges them. Points of equal score are ordered by their canonical decisions, and of all
 * vectors of a point the first in order is kept, so the outcome does not depend on the threads.
 */
final class BestPoints implements SearchProblem {
  private final SearchProblem problem;
  private final Objective objective;
  private final int count;
  private final List<RankedPoints> lists = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param count how many points to remember
   */
  BestPoints(SearchProblem problem, Objective objective, int count) {
    this.problem = problem;
    this.objective = objective;
    this.count = count;
  }

  /**
   * A point and its score.
   *
   * @param decisions as evaluated, so that they keep to restrictions of the search
   */
  record Point(Score score, int[] canonical, int[] decisions) {
    static final Comparator<Point> ORDER =
        Comparator.comparing(Point::score, Score::compareTo)
            .thenComparing(Point::canonical, Arrays::compare);

    void addTo(TreeSet<Point> points) {
      Point same = points.floor(this);
      if (same != null
          && ORDER.compare(same, this) == 0
          && Arrays.compare(decisions, same.decisions) < 0) {
        points.remove(same);
      }
      points.add(this);
    }
  }

  /**
   * The best points of all evaluators, best first. They all fit if one does: of two that do not,
   * the better one is only closer to fitting.
   */
  List<Point> best() {
    TreeSet<Point> merged = new TreeSet<>(Point.ORDER);
    synchronized (lists) {
      lists.forEach(list -> list.points().forEach(point -> point.addTo(merged)));
    }
    boolean fits = !merged.isEmpty() && merged.first().score().isFeasible();
    return merged.stream()
        .limit(count)
        .takeWhile(point -> point.score().isFeasible() || !fits)
        .toList();
  }

  @Override
  public String name() {
    return problem.name();
  }

  @Override
  public List<Decision> decisions() {
    return problem.decisions();
  }

  @Override
  public List<String> metrics() {
    return problem.metrics();
  }

  @Override
  public void makeCanonical(int[] decisions) {
    problem.makeCanonical(decisions);
  }

  @Override
  public String describe(int[] decisions) {
    return problem.describe(decisions);
  }

  @Override
  public <T> Optional<T> capability(Class<T> type) {
    return problem.capability(type);
  }

  @Override
  public Evaluator evaluator() {
    RankedPoints list = new RankedPoints(problem, objective, count);
    lists.add(list);
    return list;
  }

  /** An evaluator that keeps the best points that it has seen. */
  private static final class RankedPoints implements Evaluator {
    private final SearchProblem problem;
    private final Evaluator evaluator;
    private final int[] metricIndexes;
    private final int count;
    private final Score score;
    private final Score worst;
    private final TreeSet<Point> points = new TreeSet<>(Point.ORDER);

    RankedPoints(SearchProblem problem, Objective objective, int count) {
      this.problem = problem;
      evaluator = problem.evaluator();
      metricIndexes = objective.indexesIn(problem.metrics(), problem.name());
      this.count = count;
      score = new Score(objective);
      worst = new Score(objective);
    }

    @Override
    public double evaluate(int[] decisions, double[] metrics) {
      double violation = evaluator.evaluate(decisions, metrics);
      score.set(violation, metrics, metricIndexes);
      if (points.size() < count || score.compareTo(worst) <= 0) {
        add(decisions);
      }
      return violation;
    }

    /** Synchronized, because a strategy that was abandoned may still be running. */
    private synchronized List<Point> points() {
      return List.copyOf(points);
    }

    /**
     * @throws IllegalArgumentException if it is no point, which may evaluate all the same; the run
     *     blames the strategy for it
     */
    private synchronized void add(int[] decisions) {
      SearchProblem.requirePoint(problem, "the point", decisions);
      int[] canonical = decisions.clone();
      problem.makeCanonical(canonical);
      new Point(new Score(score), canonical, decisions.clone()).addTo(points);
      if (points.size() > count) {
        points.pollLast();
      }
      worst.set(points.last().score());
    }
  }
}
