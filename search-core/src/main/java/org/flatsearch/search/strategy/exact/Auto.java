package org.flatsearch.search.strategy.exact;

import java.math.BigInteger;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.baseline.Climbing;
import org.flatsearch.search.strategy.baseline.ExhaustiveSearch;

/**
 * The default strategy: climbs to a good point, then a proof that starts from it. A problem that
 * the heuristic could enumerate is enumerated instead, and so is a problem without bounds if the
 * evaluation budget suffices; otherwise the heuristic takes the whole budget there. Where nothing
 * is pruned, as in an enumeration, there is nothing to audit.
 */
public final class Auto implements SearchStrategy {
  /** Enough to be within a few percent of the optimum as a rule; a quarter of a second or so. */
  private static final long HEURISTIC_EVALUATIONS = 20_000;

  /** The part of a small budget that the heuristic may have: the rest is for the proof. */
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
    boolean isLimited = run.evaluationLimit() != Long.MAX_VALUE;
    long enumerable =
        canProve || !isLimited ? Math.min(HEURISTIC_EVALUATIONS, run.remaining()) : run.remaining();
    if (ExhaustiveSearch.vectors(run.problem()).compareTo(BigInteger.valueOf(enumerable)) <= 0) {
      ExhaustiveSearch.enumerate(run);
    } else if (canProve) {
      long part = Math.min(HEURISTIC_EVALUATIONS, run.remaining() / HEURISTIC_PART);
      climb(run, part, () -> run.evaluations() < part && BranchAndBound.leavesTime(run));
      exact.search(run);
    } else {
      // Without end: the budget ends it.
      climb(run, run.remaining(), () -> true);
    }
  }

  /** Late climbs get further, but hardly anywhere if few evaluations are affordable. */
  private static void climb(SearchRun run, long affordable, BooleanSupplier goesOn) {
    if (affordable < HEURISTIC_EVALUATIONS) {
      Climbing.greedily(run, goesOn);
    } else {
      Climbing.late(run, goesOn);
    }
  }
}
