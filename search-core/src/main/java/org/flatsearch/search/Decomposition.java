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
   * A prover for the points whose decisions take only these values.
   *
   * @param values by decision, the allowed value indexes in ascending order, at least one each
   * @return with scratch space of its own, to be used by one thread at a time
   */
  Prover prover(int[][] values);

  /** Bounds and completes boxes. A box has a range of positions in {@code values} by decision. */
  interface Prover {
    /** The decisions that boxes may be split at; all others keep their whole range. */
    int[] sharedDecisions();

    /**
     * Bounds those points of a box from below that are better than the best one so far. Of the
     * others it says nothing: a search drops a box whose bound is no better than its best point,
     * and the least bound of all other boxes is no more than that point.
     *
     * @param low lowest position by decision
     * @param high highest position by decision
     * @param metrics receives figures such that none of these points compares better, as {@link
     *     Incumbent#compare} compares
     * @param incumbent the best point so far; the bound may stay loose where it suffices to show
     *     that the box cannot improve on it
     * @return no more than the violation of any of these points; where the prover sees that there
     *     are none, finite if that is for want of capacity, else infinite
     */
    double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent);

    /**
     * What the last {@link #bound} has left of the choices behind the shared decisions, in the
     * prover's own terms: no other is part of a point of its box that is better than the best. Null
     * if it does not say.
     */
    default Object remaining() {
      return null;
    }

    /**
     * Says that the boxes that are bounded and completed from now on are parts of one that had so
     * much {@link #remaining}, so that they need not look at more.
     *
     * @param remaining null if nothing is known
     */
    default void continueFrom(Object remaining) {}

    /**
     * Which decision to split the box at, or -1 if it is to be completed.
     *
     * @param low lowest position by decision
     * @param high highest position by decision
     */
    int split(int[] low, int[] high);

    /**
     * Whether the positions of that decision have an order by which ranges of them are bounded
     * well; others are better split into single positions.
     */
    boolean isOrdered(int decision);

    /**
     * Offers points of a box that is not to be split, so that none of its points is better than the
     * best one then.
     */
    void complete(int[] low, int[] high, Incumbent incumbent);
  }

  /** What a completion works against: the best point so far. */
  interface Incumbent {
    /**
     * Whether a point could still be better than the best so far.
     *
     * @param violation no more than its violation
     * @param metrics no more than its figures, by metric
     */
    boolean canBeImproved(double violation, double[] metrics);

    /** Whether the metric with that index is part of the objective. */
    boolean minimises(int metric);

    /** Ends the search if it has to stop; for long work between evaluations. */
    void checkpoint();

    /**
     * Compares two bounds or points for the objective of the search.
     *
     * @return negative if the first is better, 0 if they are equal, positive if it is worse
     */
    int compare(double violation, double[] metrics, double otherViolation, double[] otherMetrics);

    /**
     * Counts the computation of a bound or of a front: it costs an evaluation. The best point may
     * be a better one afterwards.
     */
    void countBound();

    /**
     * Evaluates a point.
     *
     * @param positions by decision, the position of its value in the allowed values
     */
    void offer(int[] positions);
  }
}
