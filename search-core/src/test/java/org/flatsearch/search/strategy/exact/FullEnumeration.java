package org.flatsearch.search.strategy.exact;

import org.flatsearch.search.Objective;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;

/** What proofs are compared with. */
final class FullEnumeration {
  private FullEnumeration() {}

  /** The best score of all points. */
  static Score best(SearchProblem problem, Objective objective) {
    SearchProblem.Evaluator evaluator = problem.evaluator();
    int[] indexes = objective.indexesIn(problem);
    double[] metrics = new double[problem.metrics().size()];
    Score best = new Score(objective);
    Score score = new Score(objective);
    int[] point = new int[problem.decisions().size()];
    while (true) {
      score.violation = evaluator.evaluate(point, metrics);
      for (int k = 0; k < indexes.length; k++) {
        score.values[k] = metrics[indexes[k]];
      }
      if (score.compareTo(best) < 0) {
        best.set(score);
      }
      int at = point.length - 1;
      while (at >= 0 && point[at] == problem.decisions().get(at).size() - 1) {
        point[at--] = 0;
      }
      if (at < 0) {
        return best;
      }
      point[at]++;
    }
  }

  /** The score of the best point of a result. */
  static Score score(SearchResult result, Objective objective) {
    Score score = new Score(objective);
    score.violation = result.violation();
    for (int k = 0; k < result.values().size(); k++) {
      score.values[k] = result.values().get(k);
    }
    return score;
  }
}
