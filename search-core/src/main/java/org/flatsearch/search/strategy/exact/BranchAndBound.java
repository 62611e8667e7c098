package org.flatsearch.search.strategy.exact;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.climbing.Climbing;

/**
 * The exact strategy: proves the optimum, or a lower bound when the budget ends first.
 *
 * <p>Best-first branch and bound over boxes of the shared decisions (Land and Doig 1960; Lawler and
 * Wood 1966): the box with the least bound is split in two or, if its shared decisions are settled,
 * completed by the problem ({@link Decomposition}). A box whose bound is no better than the best
 * point found is pruned, because it cannot hold a better one. When the least bound of all queued
 * boxes is no better than the best point, that point is optimal. Until then the least bound is a
 * lower bound on the optimum, so the search can stop at any time with a valid bound. A box whose
 * completion takes long is completed step by step instead, by showing that it holds nothing better
 * than a target between its bound and the best point; its bound rises to that, and the next target
 * is higher.
 *
 * <p>The search also looks for better points, near the best one and elsewhere: a better point
 * prunes more, and is the result if the search ends before its proof. While the bound is far below
 * the best point, every second evaluation looks, by annealing, except early in the proof if the
 * climbs before it were long. In a long proof, later one of four looks; once the bound is close,
 * one of nine, by climbs that improve the last per mille.
 *
 * <p>Bounds, fronts, pairs of stages that are fully compared, and points all count as evaluations.
 * The counters say how many boxes were split, completed, and pruned by which bound; how many
 * completions were given up, and how many reached a target between bound and best point.
 */
public final class BranchAndBound implements SearchStrategy {
  /**
   * The parameter for how many points of pruned boxes to evaluate, to check that none is better.
   */
  static final String AUDIT = "audit";

  /** The most evaluations of the first climb. */
  private static final long MOST_FIRST_EVALUATIONS = 2_000;

  private final Targets.Patience patience;

  /** The strategy; it has no state. */
  public BranchAndBound() {
    this(Targets.Patience.DEFAULT);
  }

  /**
   * @param patience when to give up a completion
   */
  BranchAndBound(Targets.Patience patience) {
    this.patience = patience;
  }

  @Override
  public String name() {
    return "branch-and-bound";
  }

  @Override
  public String description() {
    return "exact: best-first over boxes of the shared decisions; proves the optimum or a bound";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of(AUDIT));
    int audited = run.parameters().integer(AUDIT, 0, 0, 1_000_000);
    Decomposition.Prover prover = proverOf(run.problem());
    if (run.start() != null) {
      run.evaluate(run.start());
    }
    long first = firstEvaluations(run);
    if (!run.best().isFeasible() && first > 0) {
      long end = run.evaluations() + first;
      Climbing.greedily(run, () -> run.evaluations() < end && leavesTime(run));
    }
    new BoxSearch(run, prover, new Audit(run, audited), new Targets(run, patience)).search();
  }

  /**
   * The evaluations of a short climb to a point to prune with: at most a thousandth of the space,
   * and at most half of the budget, so that even a search with a small budget has a bound to
   * report.
   */
  private static long firstEvaluations(SearchRun run) {
    long most = Math.min(MOST_FIRST_EVALUATIONS, run.remaining() - run.remaining() / 2);
    return Decision.vectors(run.problem().decisions())
        .divide(BigInteger.valueOf(1000))
        .min(BigInteger.valueOf(most))
        .longValue();
  }

  /** Whether at least half of the time is left for the proof. */
  static boolean leavesTime(SearchRun run) {
    return run.timeSpent() < 0.5;
  }

  /**
   * The prover of a problem, restricted or not.
   *
   * @throws InvalidInputException if the problem offers no decomposition
   */
  static Decomposition.Prover proverOf(SearchProblem problem) {
    RestrictedProblem restricted = RestrictedProblem.of(problem, List.of());
    return decomposition(restricted.original()).prover(restricted.values());
  }

  /** Whether {@link BranchAndBound} can prove anything about {@code problem}. */
  static boolean canProve(SearchProblem problem) {
    SearchProblem original =
        problem instanceof RestrictedProblem restricted ? restricted.original() : problem;
    return original.capability(Decomposition.class).isPresent();
  }

  private static Decomposition decomposition(SearchProblem problem) {
    return problem
        .capability(Decomposition.class)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "strategy 'branch-and-bound' cannot prove anything about problem '"
                        + problem.name()
                        + "', which offers no bounds. Strategy auto enumerates a small space;"
                        + " otherwise use a heuristic strategy such as annealing, or another space"
                        + " or model."));
  }
}
