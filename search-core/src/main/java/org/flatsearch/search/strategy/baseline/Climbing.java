package org.flatsearch.search.strategy.baseline;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * Hill climbing by random changes, which can be interrupted and resumed. For problems with more
 * than one point.
 *
 * <p>A late climb keeps a change if the new point is not worse than the current one, or not worse
 * than the one that was current some changes ago: late acceptance (Burke and Bykov, "The late
 * acceptance hill-climbing heuristic", European Journal of Operational Research 258, 2017). A
 * greedy climb compares only with the current point: first-improvement hill climbing. A climb ends
 * when its best point has not improved for some evaluations.
 */
public final class Climbing {
  /**
   * How many changes late climbs look back, which gets them out of most local optima. From 20 to
   * 1000, this length was best on deepseek-v3-decode and other problems on which greedy climbs end
   * far from the optimum.
   */
  private static final int HISTORY = 100;

  /** The length of the history of greedy climbs: it holds only the current point. */
  private static final int GREEDY = 1;

  /** How many fruitless evaluations per decision end a climb by default. */
  private static final int PATIENCE_PER_DECISION = 50;

  /** The fewest changes from the best point to where a climb near it begins. */
  private static final int LEAST_CHANGES = 2;

  /** The most changes from the best point to where a climb near it begins. */
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
   * The scores that were current before the last changes, in a ring of {@link #length} that begins
   * at {@link #oldest}.
   */
  private final Score[] history = new Score[HISTORY];

  /** The length of the history of the current climb. */
  private int length;

  private int oldest;

  /** The length of the history of climbs from random points. */
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
   * Climbs greedily, first from the start of the run, if one is given, then from random points.
   *
   * @param goesOn whether to evaluate another point; not asked before the first
   */
  public static void greedily(SearchRun run, BooleanSupplier goesOn) {
    climb(run, goesOn, GREEDY);
  }

  /**
   * Does what {@link #greedily} does by late climbs, each of which takes some thousand evaluations.
   */
  public static void late(SearchRun run, BooleanSupplier goesOn) {
    climb(run, goesOn, HISTORY);
  }

  /**
   * Alternates two kinds of climbs. Greedy climbs begin a few changes from the best point that the
   * run has found (iterated local search: Lourenço, Martin and Stützle, "Iterated Local Search",
   * Handbook of Metaheuristics, 2003) and search its surroundings thoroughly. Late climbs begin at
   * random points and get far.
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

  /** Resumes where it was interrupted, and goes on as long as {@code goesOn} says so. */
  public void goOn(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      if (fruitless >= patience) {
        beginNext();
      } else {
        step();
      }
    }
  }

  private void beginNext() {
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
