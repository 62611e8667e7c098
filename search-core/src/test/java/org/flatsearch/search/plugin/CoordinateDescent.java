package org.flatsearch.search.plugin;

import java.util.Set;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;

/**
 * An example of a third party's strategy: tries all values of one decision after the other, keeps
 * the best of each, and ends when a round improves nothing.
 */
public final class CoordinateDescent implements SearchStrategy {
  @Override
  public String name() {
    return "coordinate-descent";
  }

  @Override
  public String description() {
    return "optimises one decision after the other";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of());
    int[] point = run.start();
    if (point == null) {
      point = new int[run.problem().decisions().size()];
    }
    Score score = new Score(run.objective());
    Score best = new Score(run.objective());
    run.evaluate(point, best);
    boolean improved = true;
    while (improved) {
      improved = false;
      for (int k = 0; k < point.length; k++) {
        int kept = point[k];
        for (int value = 0; value < run.problem().decisions().get(k).size(); value++) {
          point[k] = value;
          run.evaluate(point, score);
          if (score.compareTo(best) < 0) {
            best.set(score);
            kept = value;
            improved = true;
          }
        }
        point[k] = kept;
      }
    }
  }
}
