package org.flatsearch.search.strategy.baseline;

import java.util.Set;
import java.util.SplittableRandom;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.Neighbourhood;

/** Draws points uniformly and independently until the budget ends. */
public final class RandomSearch implements SearchStrategy {
  @Override
  public String name() {
    return "random";
  }

  @Override
  public String description() {
    return "draws points uniformly and independently";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of());
    if (run.start() != null) {
      run.evaluate(run.start());
    }
    Neighbourhood neighbourhood = new Neighbourhood(run.problem());
    SplittableRandom random = new SplittableRandom(run.seed());
    int[] point = new int[run.problem().decisions().size()];
    while (true) {
      neighbourhood.draw(random, point);
      run.evaluate(point);
    }
  }
}
