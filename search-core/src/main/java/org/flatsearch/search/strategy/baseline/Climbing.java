package org.flatsearch.search.strategy.baseline;

import java.util.SplittableRandom;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * The climbs of {@link HillClimbing}, which can be left and taken up again where they were. For
 * problems with more than one point; allocates nothing once it is made.
 */
public final class Climbing {
  /** By default so many fruitless evaluations per decision end a climb. */
  private static final int PATIENCE_PER_DECISION = 50;

  private final SearchRun run;
  private final Neighbourhood neighbourhood;
  private final SplittableRandom random;
  private final int patience;
  private final int[] current;
  private final int[] candidate;
  private final Score currentScore;
  private final Score candidateScore;
  private int fruitless;

  private Climbing(SearchRun run, Neighbourhood neighbourhood, SplittableRandom random) {
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
    return new Climbing(run, neighbourhood, random);
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
        neighbourhood.draw(random, candidate);
        begin(candidate);
      } else {
        step();
      }
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
