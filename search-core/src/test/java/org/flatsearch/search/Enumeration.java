package org.flatsearch.search;

import java.util.List;
import org.flatsearch.goal.Objective;

/**
 * The best point of a problem, found by evaluating every vector: the reference for proofs and for
 * spaces that leave points out.
 */
public final class Enumeration {
  /** The first of the best vectors if the last decision varies fastest. */
  public final int[] best;

  /** The score of {@link #best}. */
  public final Score score;

  private Enumeration(int[] best, Score score) {
    this.best = best;
    this.score = score;
  }

  /** Enumerates a problem. */
  public static Enumeration of(SearchProblem problem, Objective objective) {
    SearchProblem.Evaluator evaluator = problem.evaluator();
    int[] indexes = objective.indexesIn(problem.metrics(), problem.name());
    double[] metrics = new double[problem.metrics().size()];
    int[] vector = new int[problem.decisions().size()];
    int[] best = null;
    Score score = new Score(objective);
    Score candidate = new Score(objective);
    do {
      candidate.violation = evaluator.evaluate(vector, metrics);
      for (int k = 0; k < indexes.length; k++) {
        candidate.values[k] = metrics[indexes[k]];
      }
      if (best == null || candidate.compareTo(score) < 0) {
        best = vector.clone();
        score.set(candidate);
      }
    } while (advance(vector, problem.decisions()));
    return new Enumeration(best, score);
  }

  /**
   * Moves to the next vector, changing only the values of these decisions, which are the first of
   * the vector; false after the last.
   */
  public static boolean advance(int[] vector, List<Decision> decisions) {
    for (int k = decisions.size() - 1; k >= 0; k--) {
      if (++vector[k] < decisions.get(k).size()) {
        return true;
      }
      vector[k] = 0;
    }
    return false;
  }

  /** The score of the best point of a search, to be compared with that of an enumeration. */
  public static Score scoreOf(SearchResult result, Objective objective) {
    Score score = new Score(objective);
    score.violation = result.violation();
    for (int k = 0; k < result.values().size(); k++) {
      score.values[k] = result.values().get(k);
    }
    return score;
  }
}
