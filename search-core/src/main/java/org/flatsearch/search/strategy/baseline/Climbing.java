package org.flatsearch.search.strategy.baseline;

import java.util.SplittableRandom;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * The climbs of {@link HillClimbing}, which can be left and taken up again where they were. For
 * problems with more than one point.
 */
public final class Climbing {
  /** By default so many fruitless evaluations per decision end a climb. */
  private static final int PATIENCE_PER_DECISION = 50;

  /** Changes that lead from the best point to where a climb begins, at least. */
  private static final int LEAST_CHANGES = 2;

  /** The same at most. */
  private static final int MOST_CHANGES = 5;

  private final SearchRun run;
  private final Neighbourhood neighbourhood;
  private final SplittableRandom random;
  private final int patience;
  private final int[] current;
  private final int[] candidate;
  private final Score currentScore;
  private final Score candidateScore;
  private final boolean nearBest;
  private int fruitless;
  private boolean wasNearBest;

  private Climbing(
      SearchRun run, Neighbourhood neighbourhood, SplittableRandom random, boolean nearBest) {
    this.nearBest = nearBest;
    this.run = run;
    this.neighbourhood = neighbourhood;
    this.random = random;
    int byDefault = Math.max(1, PATIENCE_PER_DECISION * neighbourhood.open().length);
    patience = run.parameters().integer("patience", byDefault, 1, Integer.MAX_VALUE);
    current = new int[neighbourhood.dimensions()];
    candidate = new int[neighbourhood.dimensions()];
    currentScore = new Score(run.objective());
    candidateScore = new Score(run.objective());
    fruitless = patience;
  }

  /** Climbs from random points. */
  public static Climbing fromRandomPoints(
      SearchRun run, Neighbourhood neighbourhood, SplittableRandom random) {
    return new Climbing(run, neighbourhood, random, false);
  }

  /**
   * Climbs by turns from a few changes of the best point that the run has found (an iterated local
   * search: Lourenço, Martin and Stützle, "Iterated Local Search", Handbook of Metaheuristics,
   * 2003) and from random points.
   */
  public static Climbing fromBestAndRandomPoints(
      SearchRun run, Neighbourhood neighbourhood, SplittableRandom random) {
    return new Climbing(run, neighbourhood, random, true);
  }

  /** Begins a climb at {@code point}. */
  void begin(int[] point) {
    System.arraycopy(point, 0, current, 0, current.length);
    run.evaluate(current, currentScore);
    run.count("climbs", 1);
    fruitless = 0;
  }

  /** Goes on until the run has done {@code evaluations} evaluations. */
  public void until(long evaluations) {
    while (run.evaluations() < evaluations) {
      if (fruitless >= patience) {
        drawBeginning();
        begin(candidate);
      } else {
        step();
      }
    }
  }

  private void drawBeginning() {
    wasNearBest = nearBest && !wasNearBest && run.best().isFeasible();
    if (!wasNearBest) {
      neighbourhood.draw(random, candidate);
      return;
    }
    System.arraycopy(run.bestDecisions(), 0, candidate, 0, candidate.length);
    int changes = random.nextInt(LEAST_CHANGES, MOST_CHANGES + 1);
    for (int change = 0; change < changes; change++) {
      neighbourhood.change(random, candidate);
    }
  }

  private void step() {
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
