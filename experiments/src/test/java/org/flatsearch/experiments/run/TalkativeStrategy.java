package org.flatsearch.experiments.run;

import java.util.Set;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;

/**
 * Evaluates one point and reports many lower bounds, so that its line is long and takes a while to
 * be written.
 */
public final class TalkativeStrategy implements SearchStrategy {
  @Override
  public String name() {
    return "talkative";
  }

  @Override
  public String description() {
    return "reports many lower bounds, for tests";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of("bounds"));
    int bounds = run.parameters().integer("bounds", 1, 1, 1_000_000);
    run.evaluate(new int[run.problem().decisions().size()]);
    double[] bound = new double[run.objective().size()];
    for (int k = 1; k <= bounds; k++) {
      bound[0] = k * 1e-12;
      run.improveLowerBound(bound);
    }
  }
}
