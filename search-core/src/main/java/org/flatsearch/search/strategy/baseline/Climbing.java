package org.flatsearch.search.strategy.baseline;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * Climbs by random changes, which can be left and taken up again where they were. For problems with
 * more than one point.
 *
 * <p>A change is kept if it leads to a point that is not worse than the current one, or than the
 * one that was current some changes ago, the history: late acceptance (Burke and Bykov, "The late
 * acceptance hill-climbing heuristic", European Journal of Operational Research 258, 2017). Greedy
 * climbs have no history but the current point: first-improvement hill climbing. A climb ends when
 * its best point has not become better for some evaluations.
 */
public final class Climbing {
  /**
   * A history with which climbs get out of most local optima. Of 20 to 1000, this one was best on
   * deepseek-v3-decode and other problems on which greedy climbs end far from the optimum.
   */
  private static final int HISTORY = 100;

  /** The history of greedy climbs: the current point. */
  private static final int GREEDY = 1;

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
  private final Score bestOfClimb;

  /**
   * Of late climbs, the scores that were current before the last changes, the oldest at {@link
   * #oldest}; of greedy ones, only the last.
   */
  private final Score[] history = new Score[HISTORY];

  /** How much of it the current climb has. */
  private int length;

  private int oldest;

  /** {@link #length} of climbs from random points. */
  private final int lengthAtRandom;

  /** Whether every second climb begins near the best point. */
  private final boolean inTurns;

  private boolean nearBestIsNext;
  private int fruitless;

  private Climbing(
      SearchRun run,
      Neighbourhood neighbourhood,
      SplittableRandom random,
      int lengthAtRandom,
      boolean inTurns) {
    this.lengthAtRandom = lengthAtRandom;
    this.inTurns = inTurns;
    nearBestIsNext = inTurns;
    this.run = run;
    this.neighbourhood = neighbourhood;
    this.random = random;
    int byDefault = Math.max(1, PATIENCE_PER_DECISION * neighbourhood.open().length);
    patience = run.parameters().integer("patience", byDefault, 1, Integer.MAX_VALUE);
    current = new int[neighbourhood.dimensions()];
    candidate = new int[neighbourhood.dimensions()];
    currentScore = new Score(run.objective());
    candidateScore = new Score(run.objective());
    bestOfClimb = new Score(run.objective());
    Arrays.setAll(history, change -> new Score(run.objective()));
    fruitless = patience;
  }

  /**
   * Climbs greedily: from where the run is to start, if that is given, and then from random points.
   *
   * @param goesOn whether to evaluate another point after the first
   */
  public static void greedily(SearchRun run, BooleanSupplier goesOn) {
    climb(run, goesOn, GREEDY);
  }

  /** The same with late climbs, each of which takes some thousand evaluations. */
  public static void late(SearchRun run, BooleanSupplier goesOn) {
    climb(run, goesOn, HISTORY);
  }

  /**
   * Climbs by turns greedily from a few changes of the best point that the run has found (an
   * iterated local search: Lourenço, Martin and Stützle, "Iterated Local Search", Handbook of
   * Metaheuristics, 2003), which searches what is near it to the end, and late from random points,
   * which gets far.
   */
  public static Climbing inTurns(
      SearchRun run, Neighbourhood neighbourhood, SplittableRandom random) {
    return new Climbing(run, neighbourhood, random, HISTORY, true);
  }

  private static void climb(SearchRun run, BooleanSupplier goesOn, int length) {
    Neighbourhood neighbourhood = new Neighbourhood(run.problem());
    SplittableRandom random = new SplittableRandom(run.seed());
    int[] point = neighbourhood.start(run, random);
    if (neighbourhood.isSinglePoint()) {
      run.evaluate(point);
    } else {
      Climbing climbing = new Climbing(run, neighbourhood, random, length, false);
      climbing.begin(point, length);
      climbing.goOn(goesOn);
    }
  }

  private void begin(int[] point, int length) {
    System.arraycopy(point, 0, current, 0, current.length);
    run.evaluate(current, currentScore);
    run.count("climbs", 1);
    bestOfClimb.set(currentScore);
    for (Score score : history) {
      score.set(currentScore);
    }
    this.length = length;
    oldest = 0;
    fruitless = 0;
  }

  /** Goes on where it was, as long as {@code goesOn} says so. */
  public void goOn(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      if (fruitless >= patience) {
        beginAnew();
      } else {
        step();
      }
    }
  }

  private void beginAnew() {
    boolean nearBest = nearBestIsNext && run.best().isFeasible();
    nearBestIsNext = inTurns && !nearBest;
    if (nearBest) {
      System.arraycopy(run.bestDecisions(), 0, candidate, 0, candidate.length);
      int changes = random.nextInt(LEAST_CHANGES, MOST_CHANGES + 1);
      for (int change = 0; change < changes; change++) {
        neighbourhood.change(random, candidate);
      }
    } else {
      neighbourhood.draw(random, candidate);
    }
    begin(candidate, nearBest ? GREEDY : lengthAtRandom);
  }

  private void step() {
    System.arraycopy(current, 0, candidate, 0, current.length);
    neighbourhood.change(random, candidate);
    run.evaluate(candidate, candidateScore);
    boolean isBest = candidateScore.compareTo(bestOfClimb) < 0;
    fruitless = isBest ? 0 : fruitless + 1;
    if (isBest) {
      bestOfClimb.set(candidateScore);
    }
    if (isNotWorseThan(currentScore) || isNotWorseThan(history[oldest])) {
      System.arraycopy(candidate, 0, current, 0, current.length);
      currentScore.set(candidateScore);
    }
    history[oldest].set(currentScore);
    oldest = (oldest + 1) % length;
  }

  private boolean isNotWorseThan(Score score) {
    return candidateScore.compareTo(score) <= 0;
  }
}
