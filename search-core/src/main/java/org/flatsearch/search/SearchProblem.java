package org.flatsearch.search;

import java.util.List;
import java.util.Optional;

/**
 * A problem as strategies see it: integers only.
 *
 * <p>A point is a vector with one value index per {@link Decision}. Evaluating it gives a figure
 * for each metric, to be minimised, and a violation. What the integers mean is the problem's
 * business.
 */
public interface SearchProblem {
  /** What messages and results call this problem. */
  String name();

  /** The decision variables, in the order of the vector. */
  List<Decision> decisions();

  /** The names of the figures that an evaluation gives, all to be minimised. */
  List<String> metrics();

  /** A new evaluator with scratch space of its own, to be used by one thread at a time. */
  Evaluator evaluator();

  /**
   * Makes {@code decisions} the canonical vector of the same point: of several vectors that stand
   * for it, and so evaluate the same, always one, which stays as it is. So strategies can see that
   * a change of decisions changes nothing, and whoever enumerates can skip the other vectors. The
   * same vector, unless the problem can do better. Allocates little or nothing.
   */
  default void makeCanonical(int[] decisions) {}

  /** A description of a point for messages. */
  default String describe(int[] decisions) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < decisions.length; k++) {
      Decision decision = decisions().get(k);
      text.append(k == 0 ? "" : ", ").append(decision.name()).append('=');
      text.append(decision.label(decisions[k]));
    }
    return text.toString();
  }

  /**
   * An optional capability, such as a decomposition that exact strategies can use.
   *
   * @param type the interface of the capability
   */
  default <T> Optional<T> capability(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }

  /** Evaluates points. Allocates nothing; not thread-safe. */
  interface Evaluator {
    /**
     * The violation of a point that cannot be rated: worse than any that can, but nobody knows what
     * it is. Once one was met, nothing more is proven.
     */
    double NOT_RATED = Double.MAX_VALUE;

    /**
     * Evaluates one point.
     *
     * @param decisions one value index per decision, each within its domain
     * @param metrics receives the figures, in the order of {@link SearchProblem#metrics()}; those
     *     of an infeasible point have no meaning and may be {@link Double#NaN}
     * @return the violation (bytes, for schedules): 0 if the point is feasible, else positive, and
     *     the smaller the closer to feasible
     */
    double evaluate(int[] decisions, double[] metrics);
  }
}
