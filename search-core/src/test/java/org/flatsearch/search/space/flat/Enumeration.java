package org.flatsearch.search.space.flat;

import java.util.List;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Objective;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchProblem;

/**
 * Visits every vector of a problem, the last decision varying fastest, and keeps the first best.
 */
final class Enumeration {
  final int[] best;
  final Score score;

  private Enumeration(int[] best, Score score) {
    this.best = best;
    this.score = score;
  }

  static Enumeration of(SearchProblem problem, Objective objective) {
    SearchProblem.Evaluator evaluator = problem.evaluator();
    int[] indexes = objective.indexesIn(problem);
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

  /** Moves to the next vector, leaving what comes after {@code decisions}; false after the last. */
  static boolean advance(int[] vector, List<Decision> decisions) {
    for (int k = decisions.size() - 1; k >= 0; k--) {
      if (++vector[k] < decisions.get(k).size()) {
        return true;
      }
      vector[k] = 0;
    }
    return false;
  }
}
