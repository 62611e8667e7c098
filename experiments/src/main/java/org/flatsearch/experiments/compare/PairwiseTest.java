package org.flatsearch.experiments.compare;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.util.CombinatoricsUtils;

/**
 * The comparison of two contenders by significance tests.
 *
 * @param first one
 * @param second the other
 * @param problems the problems in which both took part, with enough runs for a difference to be
 *     significant if no other pair were tested
 * @param wins problems in which the first is significantly better
 * @param losses problems in which the second is significantly better
 * @param medianA12 the median of the effect sizes; empty without a tested problem
 * @param overAll the test over all problems that both took part in; empty if these are too few
 */
public record PairwiseTest(
    Contender first,
    Contender second,
    List<ProblemTest> problems,
    int wins,
    int losses,
    OptionalDouble medianA12,
    Optional<OverAll> overAll) {
  /** The significance level. */
  public static final double LEVEL = 0.05;

  /** Fewer problems are not tested together: no difference could be significant. */
  public static final int FEWEST_PROBLEMS = 6;

  public PairwiseTest {
    problems = List.copyOf(problems);
  }

  /**
   * The least p-value that so many runs of two contenders can have in a problem: that of results of
   * which every one of the first is better than every one of the second.
   */
  public static double leastP(int first, int second) {
    return 2 / CombinatoricsUtils.binomialCoefficientDouble(first + second, first);
  }

  /**
   * The fewest runs of each contender with which a difference can be significant when this many
   * pairs are tested in a problem.
   */
  public static int fewestRuns(int pairs) {
    int runs = 1;
    while (leastP(runs, runs) * pairs >= LEVEL) {
      runs++;
    }
    return runs;
  }

  /**
   * The test over all problems, on the median final gaps.
   *
   * @param pValue the p-value of the Wilcoxon signed-rank test, adjusted by Holm's method over all
   *     pairs
   * @param favours the one that tends to smaller gaps, if either does
   */
  public record OverAll(double pValue, Optional<Contender> favours) {}

  /**
   * The test in one problem, on the final results: all objectives, and the violation of runs that
   * found nothing that fits.
   *
   * @param problem the problem
   * @param pValue the p-value of the Mann-Whitney U test, adjusted by Holm's method over the pairs
   *     of this problem
   * @param a12 the probability that the first does better than the second, ties counting half
   *     (Vargha and Delaney)
   */
  public record ProblemTest(ComparedProblem problem, double pValue, double a12) {
    /** Whether the difference is significant. */
    public boolean isSignificant() {
      return pValue < LEVEL;
    }
  }
}
