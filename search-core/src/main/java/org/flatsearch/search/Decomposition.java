package org.flatsearch.search;

/**
 * An optional capability of a {@link SearchProblem}: lower bounds over boxes of its shared
 * decisions, and the best completions of a point whose shared decisions are fixed. Exact strategies
 * need it to prove an optimum without evaluating every point.
 *
 * <p>A problem whose decisions are all shared completes a point by offering the point itself.
 */
public interface Decomposition {
  /**
   * Makes a prover for the points whose decisions take only these values.
   *
   * @param values by decision, the allowed value indexes in ascending order, at least one each
   * @return a new prover with its own scratch space, to be used by one thread at a time
   */
  Prover prover(int[][] values);

  /**
   * Bounds and completes boxes. A box is a range of positions in {@code values} for each decision.
   */
  interface Prover {
    /** The decisions at which boxes may be split; all others keep their whole range. */
    int[] sharedDecisions();

    /**
     * Bounds from below those points of a box that are better than the incumbent. The bound need
     * not hold for other points: a search drops a box whose bound is no better than the incumbent,
     * and the least bound of the boxes that it keeps is better than the incumbent, so it bounds the
     * optimum, whether that is the incumbent or better.
     *
     * @param low lowest position by decision
     * @param high highest position by decision
     * @param metrics receives figures such that no point better than the incumbent compares better
     *     than they do ({@link Incumbent#compare})
     * @param incumbent the best point so far; the bound may be loose as long as it shows that the
     *     box cannot improve on it
     * @return no more than the violation of any point better than the incumbent. If the prover sees
     *     that there is none: a finite positive number if no point fits the capacity, else infinity
     */
    double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent);

    /**
     * The choices of all other decisions that the last {@link #bound} has not ruled out, in the
     * prover's own terms: every point of its box that is better than the incumbent is made of
     * these. Null if the prover does not keep track.
     */
    default Object remaining() {
      return null;
    }

    /**
     * Announces that the boxes to be bounded and completed from now on are parts of a box of which
     * this was {@link #remaining}, so that the prover need not look at other choices.
     *
     * @param remaining null if nothing is known
     */
    default void continueFrom(Object remaining) {}

    /** About how many bounds of a box take as long as the evaluation of a point. */
    default int boundsPerEvaluation() {
      return 1;
    }

    /**
     * The decision at which to split a box, or -1 if it is to be completed.
     *
     * @param low lowest position by decision
     * @param high highest position by decision
     */
    int split(int[] low, int[] high);

    /**
     * Whether the positions of a decision are ordered such that ranges of them have good bounds; if
     * not, a box is better split into single positions.
     */
    boolean isOrdered(int decision);

    /**
     * The last position of the lower of the two parts into which an ordered decision is split.
     *
     * @param from lowest position
     * @param to highest position
     */
    default int lastOfLowerPart(int decision, int from, int to) {
      return (from + to) >>> 1;
    }

    /**
     * Offers points of a box that is not to be split, so that afterwards {@link Incumbent#wants} is
     * false for each of its points. The incumbent may end this with an exception from any of its
     * methods, which a prover lets through; the box may be completed again later.
     */
    void complete(int[] low, int[] high, Incumbent incumbent);
  }

  /** The search as a prover sees it: the best point so far, and what better points are wanted. */
  interface Incumbent {
    /**
     * Whether a point with this bound is wanted: could be better than the incumbent and, during a
     * completion, good enough for what the search is looking for at the time.
     *
     * @param violation no more than the violation of the point
     * @param metrics no more than the figures of the point, by metric
     */
    boolean wants(double violation, double[] metrics);

    /** Whether the metric with this index is part of the objective. */
    boolean minimises(int metric);

    /** Ends the search if it has to stop; to be called in long work between evaluations. */
    void checkpoint();

    /**
     * Compares two bounds or points for the objective of the search.
     *
     * @return negative if the first is better, 0 if they are equal, positive if it is worse
     */
    int compare(double violation, double[] metrics, double otherViolation, double[] otherMetrics);

    /**
     * Counts the computation of a bound or of a front as one evaluation. The incumbent may be
     * better afterwards.
     */
    void countBound();

    /** Counts as many bounds. */
    default void countBounds(long count) {
      for (long left = count; left > 0; left--) {
        countBound();
      }
    }

    /**
     * Evaluates a point, which becomes the incumbent if it is better.
     *
     * @param positions by decision, the position of its value among the allowed values
     */
    void offer(int[] positions);
  }
}
