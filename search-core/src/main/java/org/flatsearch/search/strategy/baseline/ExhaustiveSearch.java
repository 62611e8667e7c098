package org.flatsearch.search.strategy.baseline;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.Decision;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;

/**
 * Evaluates every point of the space once, and so proves the optimum. Nothing is stored; vectors
 * that are not canonical ({@link SearchProblem#makeCanonical}) are skipped.
 *
 * <p>A space that does not fit the evaluation budget is refused before it starts. With only a time
 * budget, it gets as far as it can.
 */
public final class ExhaustiveSearch implements SearchStrategy {
  /** The largest number of vectors of which the canonical ones are counted before refusing. */
  private static final BigInteger COUNTABLE = BigInteger.valueOf(10_000_000);

  @Override
  public String name() {
    return "exhaustive";
  }

  @Override
  public String description() {
    return "evaluates every point; for small spaces, proves the optimum";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of());
    requireAffordable(run);
    enumerate(run);
  }

  /** Evaluates every point, and so proves the optimum unless the budget ends first. */
  public static void enumerate(SearchRun run) {
    int[] sizes = sizes(run.problem());
    int[] canonical = new int[sizes.length];
    int[] point = new int[sizes.length];
    do {
      if (isCanonical(point, run.problem(), canonical)) {
        run.evaluate(point);
      } else {
        run.checkpoint();
      }
    } while (advance(point, sizes));
    run.proveOptimal();
  }

  private static void requireAffordable(SearchRun run) {
    long affordable = run.remaining();
    BigInteger size = Decision.vectors(run.problem().decisions());
    if (!run.budget().hasEvaluationLimit() || fits(size, affordable)) {
      return;
    }
    boolean isCountable = size.compareTo(COUNTABLE) <= 0;
    if (isCountable) {
      size = BigInteger.valueOf(countCanonical(run));
      if (fits(size, affordable)) {
        return;
      }
    }
    throw new InvalidInputException(
        String.format(
            Locale.ROOT,
            "strategy 'exhaustive' cannot finish problem '%s' within %,d evaluation%s: the space"
                + " has %s%,d points. Raise the budget, restrict decisions, or use a strategy that"
                + " does not need to see every point.",
            run.problem().name(),
            affordable,
            affordable == 1 ? "" : "s",
            isCountable ? "" : "up to ",
            size));
  }

  private static boolean fits(BigInteger size, long affordable) {
    return size.compareTo(BigInteger.valueOf(affordable)) <= 0;
  }

  private static long countCanonical(SearchRun run) {
    SearchProblem problem = run.problem();
    int[] sizes = sizes(problem);
    int[] point = new int[sizes.length];
    int[] canonical = new int[sizes.length];
    long count = 0;
    do {
      run.checkpoint();
      if (isCanonical(point, problem, canonical)) {
        count++;
      }
    } while (advance(point, sizes));
    return count;
  }

  /**
   * Whether a vector is canonical.
   *
   * @param canonical receives the canonical vector of the same point
   */
  private static boolean isCanonical(int[] point, SearchProblem problem, int[] canonical) {
    System.arraycopy(point, 0, canonical, 0, point.length);
    problem.makeCanonical(canonical);
    return Arrays.equals(canonical, point);
  }

  private static int[] sizes(SearchProblem problem) {
    return problem.decisions().stream().mapToInt(Decision::size).toArray();
  }

  /**
   * Moves on to the next vector, varying the last decision fastest; false after the last vector.
   */
  private static boolean advance(int[] point, int[] sizes) {
    for (int k = point.length - 1; k >= 0; k--) {
      point[k]++;
      if (point[k] < sizes[k]) {
        return true;
      }
      point[k] = 0;
    }
    return false;
  }
}
