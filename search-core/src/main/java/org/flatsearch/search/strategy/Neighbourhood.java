package org.flatsearch.search.strategy;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.flatsearch.search.Decision;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchRun;

/**
 * Draws points of a problem, and changes of points, at random.
 *
 * <p>A change affects one decision, or two or three at once, since one change alone often exceeds a
 * capacity that a second change would make room for. A categorical decision takes any other value
 * with equal probability. An ordered decision usually makes a step whose length is drawn uniformly
 * on a logarithmic scale, so that of a thousand values the next one, one some thirty away and one
 * at the other end are all within easy reach; sometimes it jumps to any value. Where values stand
 * for numbers, it often goes to the next multiple of some power of two, since hardware comes in
 * such sizes. Often two numbers are traded: one grows by the factor by which the other shrinks,
 * which keeps their product, and so a capacity. Decisions with a single value never change.
 *
 * <p>Not thread-safe: each search makes its own.
 */
public final class Neighbourhood {
  /** How often an ordered decision jumps instead of stepping. */
  private static final double JUMP_CHANCE = 0.12;

  /** How often a number that does not jump goes to a multiple of a power of two. */
  private static final double ROUND_CHANCE = 0.35;

  /** How often two numbers are traded, if there are two. */
  private static final double TRADE_CHANCE = 0.4;

  /** How often a change goes on to another decision, if it may. */
  private static final double MORE_CHANCE = 0.35;

  /** The most decisions that a change affects. */
  private static final int MOST_CHANGES = 3;

  /** How many changes are drawn at most until one leads to another point. */
  private static final int MOST_ATTEMPTS = 20;

  private final SearchProblem problem;
  private final int[] sizes;
  private final boolean[] ordered;
  private final int[] open;
  private final NumericDecisions numbers;

  /** The point to change, as given, in canonical form, and what it becomes in canonical form. */
  private final int[] before;

  private final int[] canonicalBefore;
  private final int[] canonicalAfter;

  /** The neighbourhood of the points of {@code problem}. */
  public Neighbourhood(SearchProblem problem) {
    this.problem = problem;
    List<Decision> decisions = problem.decisions();
    sizes = decisions.stream().mapToInt(Decision::size).toArray();
    ordered = new boolean[sizes.length];
    for (int k = 0; k < sizes.length; k++) {
      ordered[k] = decisions.get(k).kind() == Decision.Kind.ORDERED;
    }
    open = IntStream.range(0, sizes.length).filter(k -> sizes[k] > 1).toArray();
    numbers = new NumericDecisions(decisions);
    before = new int[sizes.length];
    canonicalBefore = new int[sizes.length];
    canonicalAfter = new int[sizes.length];
  }

  /** The number of decisions. */
  public int dimensions() {
    return sizes.length;
  }

  /** The decisions that have more than one value. */
  public int[] open() {
    return open.clone();
  }

  /** Whether there is no more than one point. */
  public boolean isSinglePoint() {
    return open.length == 0;
  }

  /** The point from which {@code run} is to start, or a random one if none is given. */
  public int[] start(SearchRun run, RandomGenerator random) {
    int[] point = run.start();
    if (point == null) {
      point = new int[sizes.length];
      draw(random, point);
    }
    return point;
  }

  /** Draws each decision uniformly from its domain. */
  public void draw(RandomGenerator random, int[] into) {
    for (int k = 0; k < sizes.length; k++) {
      into[k] = sizes[k] == 1 ? 0 : random.nextInt(sizes[k]);
    }
  }

  /**
   * Changes one to three decisions of {@code point}, which must not be the only point, to other
   * values. A change that only leads to another vector of the same point, as far as the problem can
   * tell, is replaced by another draw.
   */
  public void change(RandomGenerator random, int[] point) {
    System.arraycopy(point, 0, before, 0, point.length);
    System.arraycopy(point, 0, canonicalBefore, 0, point.length);
    problem.makeCanonical(canonicalBefore);
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      System.arraycopy(before, 0, point, 0, point.length);
      changeAny(random, point);
      System.arraycopy(point, 0, canonicalAfter, 0, point.length);
      problem.makeCanonical(canonicalAfter);
      if (!Arrays.equals(canonicalBefore, canonicalAfter)) {
        return;
      }
    }
  }

  private void changeAny(RandomGenerator random, int[] point) {
    if (numbers.hasSeveral() && random.nextDouble() < TRADE_CHANCE) {
      numbers.trade(random, point);
      return;
    }
    int changes = drawNumberOfChanges(random);
    int first = drawDecision(random);
    point[first] = otherValue(random, first, point[first]);
    int second = first;
    for (int change = 1; change < changes; change++) {
      int decision = drawDecision(random);
      while (decision == first || decision == second) {
        decision = drawDecision(random);
      }
      point[decision] = otherValue(random, decision, point[decision]);
      second = decision;
    }
  }

  /** Draws how many decisions to change at once: at least one, at most all that are open. */
  private int drawNumberOfChanges(RandomGenerator random) {
    int most = Math.min(MOST_CHANGES, open.length);
    int changes = 1;
    while (changes < most && random.nextDouble() < MORE_CHANCE) {
      changes++;
    }
    return changes;
  }

  /** Draws a decision that has more than one value. */
  private int drawDecision(RandomGenerator random) {
    return open[random.nextInt(open.length)];
  }

  /** Draws a value of {@code decision}, which must have at least two, other than {@code value}. */
  private int otherValue(RandomGenerator random, int decision, int value) {
    int size = sizes[decision];
    if (!ordered[decision] || size <= 3 || random.nextDouble() < JUMP_CHANCE) {
      int other = random.nextInt(size - 1);
      return other < value ? other : other + 1;
    }
    if (numbers.contains(decision) && random.nextDouble() < ROUND_CHANCE) {
      return numbers.round(random, decision, value);
    }
    return step(random, value, size);
  }

  private static int step(RandomGenerator random, int value, int size) {
    // Strict, because its result is the same on all machines.
    int length = (int) StrictMath.exp(random.nextDouble() * StrictMath.log(size));
    int target = random.nextBoolean() ? value + length : value - length;
    if (target < 0 || target >= size) {
      target = 2 * value - target;
    }
    if (target < 0) {
      return value == 0 ? 1 : 0;
    }
    if (target >= size) {
      return value == size - 1 ? size - 2 : size - 1;
    }
    return target;
  }
}
