package org.flatsearch.search.strategy.exact;

import java.math.BigInteger;
import java.util.Set;
import org.flatsearch.search.Decision;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.baseline.ExhaustiveSearch;
import org.flatsearch.search.strategy.climbing.Climbing;

/**
 * The default strategy: climbs to a good point, then proves the optimum from there by branch and
 * bound. A space with no more points than the climb may evaluate is enumerated instead. A problem
 * without bounds is enumerated if the evaluation budget suffices; otherwise the climb takes the
 * whole budget. An enumeration prunes nothing, so there is nothing to audit.
 */
public final class Auto implements SearchStrategy {
  /**
   * Usually enough to get within a few percent of the optimum; takes about a quarter of a second.
   */
  private static final long HEURISTIC_EVALUATIONS = 20_000;

  /**
   * A small budget is divided by this to get the part of the heuristic; the rest is for the proof.
   */
  private static final long HEURISTIC_PART = 2;

  private final BranchAndBound exact = new BranchAndBound();

  @Override
  public String name() {
    return "auto";
  }

  @Override
  public String description() {
    return "climbs to a good point, then branch and bound from there; enumerates small spaces";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of(BranchAndBound.AUDIT));
    boolean canProve = BranchAndBound.canProve(run.problem());
    long enumerable = run.remaining();
    if (canProve || !run.budget().hasEvaluationLimit()) {
      enumerable = Math.min(HEURISTIC_EVALUATIONS, enumerable);
    }
    if (Decision.vectors(run.problem().decisions()).compareTo(BigInteger.valueOf(enumerable))
        <= 0) {
      ExhaustiveSearch.enumerate(run);
    } else if (canProve) {
      long part = Math.min(HEURISTIC_EVALUATIONS, run.remaining() / HEURISTIC_PART);
      Climbing.late(run, part, () -> run.evaluations() < part && BranchAndBound.leavesTime(run));
      exact.search(run);
    } else {
      // The climb goes on until the budget ends it.
      Climbing.late(run, run.remaining(), () -> true);
    }
  }
}
