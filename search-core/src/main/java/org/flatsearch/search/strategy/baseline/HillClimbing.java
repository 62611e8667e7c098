package org.flatsearch.search.strategy.baseline;

import java.util.Set;
import java.util.SplittableRandom;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * First-improvement hill climbing with random restarts: tries one random change after the other and
 * keeps each that is not worse, so that it drifts along plateaus. When nothing has improved for
 * {@code patience} evaluations, it begins anew from a random point.
 */
public final class HillClimbing implements SearchStrategy {
  /** By default so many fruitless evaluations per decision end a climb. */
  private static final int PATIENCE_PER_DECISION = 50;

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
    int byDefault = Math.max(1, PATIENCE_PER_DECISION * neighbourhood.open().length);
    int patience = run.parameters().integer("patience", byDefault, 1, Integer.MAX_VALUE);
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
    Climb climb = new Climb(run, neighbourhood, random);
    while (run.evaluations() < evaluations) {
      climb.from(point, patience, evaluations);
      run.count("climbs", 1);
      neighbourhood.draw(random, point);
    }
  }

  /** One climb; reused, so that it allocates nothing. */
  private static final class Climb {
    private final SearchRun run;
    private final Neighbourhood neighbourhood;
    private final SplittableRandom random;
    private final int[] current;
    private final int[] candidate;
    private final Score currentScore;
    private final Score candidateScore;

    Climb(SearchRun run, Neighbourhood neighbourhood, SplittableRandom random) {
      this.run = run;
      this.neighbourhood = neighbourhood;
      this.random = random;
      current = new int[neighbourhood.dimensions()];
      candidate = new int[neighbourhood.dimensions()];
      currentScore = new Score(run.objective().size());
      candidateScore = new Score(run.objective().size());
    }

    void from(int[] start, int patience, long evaluations) {
      System.arraycopy(start, 0, current, 0, current.length);
      run.evaluate(current, currentScore);
      int fruitless = 0;
      while (fruitless < patience && run.evaluations() < evaluations) {
        System.arraycopy(current, 0, candidate, 0, current.length);
        neighbourhood.change(random, candidate);
        run.evaluate(candidate, candidateScore);
        int order = candidateScore.compareTo(currentScore);
        fruitless = order < 0 ? 0 : fruitless + 1;
        if (order <= 0) {
          System.arraycopy(candidate, 0, current, 0, current.length);
          currentScore.set(candidateScore);
        }
      }
    }
  }
}
