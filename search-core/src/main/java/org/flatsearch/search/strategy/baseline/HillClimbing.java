package org.flatsearch.search.strategy.baseline;

import java.util.Set;
import java.util.SplittableRandom;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * First-improvement hill climbing with random restarts: tries one random change after the other and
 * keeps each that is not worse, so that it drifts along plateaus. When nothing has improved for
 * {@code patience} evaluations, it begins anew from a random point.
 */
public final class HillClimbing implements SearchStrategy {
  @Override
  public String name() {
    return "hill-climbing";
  }

  @Override
  public String description() {
    return "keeps random changes that are not worse; restarts when stuck (patience)";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of("patience"));
    search(run, Long.MAX_VALUE);
  }

  /**
   * Climbs until the run has done {@code evaluations} evaluations, for strategies that begin like
   * this.
   */
  public void search(SearchRun run, long evaluations) {
    Neighbourhood neighbourhood = new Neighbourhood(run.problem());
    SplittableRandom random = new SplittableRandom(run.seed());
    int[] point = run.start();
    if (point == null) {
      point = new int[neighbourhood.dimensions()];
      neighbourhood.draw(random, point);
    }
    if (neighbourhood.isSinglePoint()) {
      run.evaluate(point);
      return;
    }
    Climbing climbing = Climbing.fromRandomPoints(run, neighbourhood, random);
    if (run.evaluations() < evaluations) {
      climbing.begin(point);
      climbing.until(evaluations);
    }
  }
}
