package org.flatsearch.search.strategy.exact;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.DelegatingProblem;
import org.flatsearch.search.SearchProblem;

/**
 * A problem with a changed decomposition.
 *
 * @param problem what is searched
 * @param change makes the decomposition to use from the valid one
 */
public record ReboundProblem(SearchProblem problem, UnaryOperator<Decomposition> change)
    implements DelegatingProblem {

  /** A problem whose provers are changed. */
  public static ReboundProblem ofProvers(SearchProblem problem, UnaryOperator<Prover> change) {
    return new ReboundProblem(problem, valid -> values -> change.apply(valid.prover(values)));
  }

  /** A prover that does what a valid one does, except for what it overrides. */
  public interface Rebound extends Prover {
    Prover valid();

    @Override
    default int[] sharedDecisions() {
      return valid().sharedDecisions();
    }

    @Override
    default double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
      return valid().bound(low, high, metrics, incumbent);
    }

    @Override
    default int split(int[] low, int[] high) {
      return valid().split(low, high);
    }

    @Override
    default boolean isOrdered(int decision) {
      return valid().isOrdered(decision);
    }

    @Override
    default int lastOfLowerPart(int decision, int from, int to) {
      return valid().lastOfLowerPart(decision, from, to);
    }

    @Override
    default void complete(int[] low, int[] high, Incumbent incumbent) {
      valid().complete(low, high, incumbent);
    }
  }

  @Override
  public <T> Optional<T> capability(Class<T> type) {
    return problem.capability(Decomposition.class).map(change).map(type::cast);
  }
}
