package org.flatsearch.search;

import java.util.List;
import java.util.Optional;

/**
 * A problem as strategies see it: only integers.
 *
 * <p>A point is a vector with one value index per {@link Decision}. Evaluating it gives a figure
 * for each metric, to be minimised, and a violation. Only the problem knows what the integers mean.
 */
public interface SearchProblem {
  /** The name of this problem in messages and results. */
  String name();

  /** The decision variables, in the order of the vector. */
  List<Decision> decisions();

  /** The names of the figures that an evaluation gives, all to be minimised. */
  List<String> metrics();

  /** A new evaluator with scratch space of its own, to be used by one thread at a time. */
  Evaluator evaluator();

  /**
   * Changes {@code decisions} to the canonical vector of the same point: one fixed vector among all
   * that stand for the point and so evaluate the same. A canonical vector stays unchanged. This
   * lets strategies see that a change of decisions has no effect, and enumerations skip the other
   * vectors. The default leaves every vector as it is. Implementations should allocate little or
   * nothing.
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
   * An optional capability of the problem, such as a {@link Decomposition}, which exact strategies
   * use.
   *
   * @param type the interface of the capability
   */
  default <T> Optional<T> capability(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }

  /**
   * Requires a point of {@code problem}.
   *
   * @param what what the message calls the point
   * @throws IllegalArgumentException if it is not one, with the value and the values that there are
   */
  static void requirePoint(SearchProblem problem, String what, int[] point) {
    List<Decision> decisions = problem.decisions();
    if (point.length != decisions.size()) {
      throw new IllegalArgumentException(
          "%s has %s values but problem '%s' has %s decisions"
              .formatted(what, point.length, problem.name(), decisions.size()));
    }
    for (int k = 0; k < point.length; k++) {
      Decision decision = decisions.get(k);
      if (point[k] < 0 || point[k] >= decision.size()) {
        throw new IllegalArgumentException(
            "%s has value %s for decision '%s', which has values 0 to %s"
                .formatted(what, point[k], decision.name(), decision.size() - 1));
      }
    }
  }

  /** Evaluates points. Allocates nothing; not thread-safe. */
  interface Evaluator {
    /**
     * The violation of a point that cannot be rated: it counts as worse than any that can, but its
     * true cost is unknown. After such a point, nothing more can be proven.
     */
    double NOT_RATED = Double.MAX_VALUE;

    /**
     * Evaluates one point.
     *
     * @param decisions one value index per decision, each within its domain
     * @param metrics receives the figures, in the order of {@link SearchProblem#metrics()}, which
     *     must be finite; those of an infeasible point have no meaning and may be {@link
     *     Double#NaN}
     * @return the violation (bytes, for schedules): 0 if the point is feasible, else positive, and
     *     smaller the closer the point is to feasible
     */
    double evaluate(int[] decisions, double[] metrics);
  }
}
