package org.flatsearch.search.strategy.baseline;

import java.util.Set;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.climbing.Climbing;

/**
 * First-improvement hill climbing with random restarts: tries one random change after another and
 * keeps each that is not worse, so it drifts along plateaus. When nothing has improved for {@code
 * patience} evaluations, it restarts from a random point.
 */
public final class HillClimbing implements SearchStrategy {
  @Override
  public String name() {
    return "hill-climbing";
  }

  @Override
  public String description() {
    return "accepts random changes that are not worse; restarts when stuck (patience)";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of("patience"));
    Climbing.greedily(run, () -> true);
  }
}
