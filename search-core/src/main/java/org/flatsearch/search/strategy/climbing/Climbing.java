package org.flatsearch.search.strategy.climbing;

import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * Climbing by random changes, which can be interrupted and resumed. For problems with more than one
 * point. Which changes a climb keeps, and when it ends and the next one begins, is up to its {@link
 * Acceptance}.
 */
public final class Climbing {
  /**
   * How many changes late climbs look back, which gets them out of most local optima. From 20 to
   * 1000, this length was best on deepseek-v3-decode and other problems on which greedy climbs end
   * far from the optimum.
   */
  private static final int LATE = 100;

  /**
   * How many evaluations it takes for each change that late climbs look back. Over the problems of
   * the catalogue, climbs that looked back further had too few evaluations to arrive anywhere, and
   * those that looked back less ended in worse local optima.
   */
  private static final int EVALUATIONS_PER_LENGTH = 200;

  /** How many changes greedy climbs look back: they compare only with the current point. */
  private static final int GREEDY = 1;

  /** How many fruitless evaluations per decision end a climb by default. */
  private static final int PATIENCE_PER_DECISION = 50;

  /** The temperature, in octaves, at which annealing from random points begins. */
  private static final double HOT = 0.1;

  /**
   * The evaluations of the first annealing from a random point. Each later one takes twice as many.
   */
  private static final int FIRST_HOT = 10_000;

  /** The temperature, in octaves, at which annealing from near the best point begins. */
  private static final double WARM = 0.05;

  /** The evaluations of each annealing from near the best point. */
  private static final int EACH_WARM = 10_000;

  /** The fewest changes from the best point to where a climb near it begins. */
  private static final int LEAST_CHANGES = 2;

  /** The most changes from the best point to where a climb near it begins. */
  private static final int MOST_CHANGES = 5;

  private final SearchRun run;
  private final Neighbourhood neighbourhood;
  private final SplittableRandom random;
  private final int[] current;
  private final int[] candidate;
  private final Score currentScore;
  private final Score candidateScore;

  /** For climbs from random points. */
  private final Acceptance far;

  /** For every second climb, which begins near the best point; null if all begin at random. */
  private final Acceptance near;

  /** For the current climb; null before the first. */
  private Acceptance acceptance;

  private Climbing(
      SearchRun run,
      Neighbourhood neighbourhood,
      SplittableRandom random,
      Acceptance far,
      Acceptance near) {
    this.run = run;
    this.neighbourhood = neighbourhood;
    this.random = random;
    this.far = far;
    this.near = near;
    current = new int[neighbourhood.dimensions()];
    candidate = new int[neighbourhood.dimensions()];
    currentScore = new Score(run.objective());
    candidateScore = new Score(run.objective());
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
   * Does what {@link #greedily} does by late climbs, which get further. Each takes some thousand
   * evaluations, or less and is more greedy if there are only a few thousand.
   *
   * @param evaluations how many there are for all climbs
   */
  public static void late(SearchRun run, long evaluations, BooleanSupplier goesOn) {
    long length = Math.max(GREEDY, Math.min(LATE, evaluations / EVALUATIONS_PER_LENGTH));
    climb(run, goesOn, (int) length);
  }

  private static void climb(SearchRun run, BooleanSupplier goesOn, int length) {
    Neighbourhood neighbourhood = new Neighbourhood(run.problem());
    Acceptance acceptance = lookback(length, run, neighbourhood);
    SplittableRandom random = new SplittableRandom(run.seed());
    int[] point = neighbourhood.start(run, random);
    if (neighbourhood.isSinglePoint()) {
      run.evaluate(point);
    } else {
      Climbing climbing = new Climbing(run, neighbourhood, random, acceptance, null);
      climbing.begin(point, acceptance);
      climbing.goOn(goesOn);
    }
  }

  private static Acceptance lookback(int length, SearchRun run, Neighbourhood neighbourhood) {
    int byDefault = Math.max(1, PATIENCE_PER_DECISION * neighbourhood.open().length);
    int patience = run.parameters().integer("patience", byDefault, 1, Integer.MAX_VALUE);
    return new Lookback(length, patience, run.objective());
  }

  /**
   * Alternates two kinds of climbs. Greedy climbs begin a few changes from the best point that the
   * run has found (iterated local search: Lourenço, Martin and Stützle, "Iterated Local Search",
   * Handbook of Metaheuristics, 2003) and search its surroundings thoroughly. Late climbs begin at
   * random points and get far.
   */
  public static Climbing inTurns(
      SearchRun run, Neighbourhood neighbourhood, SplittableRandom random) {
    Acceptance far = lookback(LATE, run, neighbourhood);
    Acceptance near = lookback(GREEDY, run, neighbourhood);
    return new Climbing(run, neighbourhood, random, far, near);
  }

  /**
   * Does what {@link #inTurns} does by simulated annealing, which takes longer and gets further:
   * from near the best point not so hot, from random points each time slower than the last.
   */
  public static Climbing annealing(
      SearchRun run, Neighbourhood neighbourhood, SplittableRandom random) {
    Acceptance far = new Cooling(HOT, FIRST_HOT, 2, random);
    Acceptance near = new Cooling(WARM, EACH_WARM, 1, random);
    return new Climbing(run, neighbourhood, random, far, near);
  }

  /** Begins a climb at {@code point}, of the kind that otherwise begins near the best point. */
  public void beginNear(int[] point) {
    begin(point, near);
  }

  /** Resumes where it was interrupted, and goes on as long as {@code goesOn} says so. */
  public void goOn(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      if (acceptance == null || acceptance.isOver()) {
        beginNext();
      } else {
        step();
      }
    }
  }

  private void beginNext() {
    boolean isNearBest = near != null && acceptance != near && run.best().isFeasible();
    if (isNearBest) {
      System.arraycopy(run.bestDecisions(), 0, candidate, 0, candidate.length);
      int changes = random.nextInt(LEAST_CHANGES, MOST_CHANGES + 1);
      for (int change = 0; change < changes; change++) {
        neighbourhood.change(random, candidate);
      }
    } else {
      neighbourhood.draw(random, candidate);
    }
    begin(candidate, isNearBest ? near : far);
  }

  private void begin(int[] point, Acceptance kind) {
    System.arraycopy(point, 0, current, 0, current.length);
    run.evaluate(current, currentScore);
    run.count("climbs", 1);
    acceptance = kind;
    acceptance.begin(currentScore);
  }

  private void step() {
    System.arraycopy(current, 0, candidate, 0, current.length);
    neighbourhood.change(random, candidate);
    run.evaluate(candidate, candidateScore);
    if (acceptance.accepts(candidateScore, currentScore)) {
      System.arraycopy(candidate, 0, current, 0, current.length);
      currentScore.set(candidateScore);
    }
  }
}
