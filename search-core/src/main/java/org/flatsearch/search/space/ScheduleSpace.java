package org.flatsearch.search.space;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decomposition;

/**
 * The schedules that a search may choose from, for one accelerator and one workload, encoded as
 * vectors of integers. Immutable; may be used by several threads.
 */
public interface ScheduleSpace {
  /** The name on the command line and in results, such as {@code full}. */
  String name();

  /** The decision variables, in the order of the vector. */
  List<Decision> decisions();

  /**
   * Sets {@code nest} to the schedule that {@code decisions} stand for, overwriting all of it.
   * Allocates no memory.
   *
   * @param decisions one value index per decision, each within its domain
   */
  void decode(int[] decisions, LoopNest nest);

  /**
   * The decisions that decode to a schedule which the models of this space cannot distinguish from
   * {@code nest}. If the space leaves out a tile of {@code nest} in favour of one that is at least
   * as good in every metric, the schedule has that tile instead. Empty if there are no such
   * decisions, but never for a nest from {@link #decode}, because the best nest of a search is
   * encoded.
   *
   * @param nest a legal nest whose tiles fit the workload
   */
  Optional<int[]> encode(LoopNest nest);

  /**
   * All vectors for {@code nest}, that of {@link #encode} first: several in a space that repeats
   * schedules, since restrictions may leave any of them.
   *
   * @param nest a legal nest whose tiles fit the workload
   */
  default List<int[]> encodings(LoopNest nest) {
    return encode(nest).stream().toList();
  }

  /**
   * Changes {@code decisions} to the canonical vector of the same schedule; see {@link
   * org.flatsearch.search.SearchProblem#makeCanonical}.
   */
  default void makeCanonical(int[] decisions) {}

  /**
   * What an exact search needs to prove the optimum of this space, if this space can offer it for
   * {@code model}.
   */
  default Optional<Decomposition> decomposition(CostModel model) {
    return Optional.empty();
  }

  /**
   * The number of vectors. Where some decisions apply only together with values of others, vectors
   * that differ just in decisions that do not apply may count as one.
   */
  default BigInteger size() {
    return Decision.vectors(decisions());
  }
}
