package org.flatsearch.search.strategy.exact;

import java.util.List;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;

/** What tests prove, and how. */
public final class Proofs {
  private Proofs() {}

  /**
   * All schedules of an accelerator and a workload that ship, without a mask and with values of
   * their own, as {@code loopnest} counts them.
   */
  public static AttentionProblem shipped(String accelerator, String workload) {
    return full(
        SpecCatalogue.accelerator(accelerator),
        SpecCatalogue.workload(workload).withMask(Mask.NONE).withValuesInKeys(false));
  }

  /** All schedules, as {@code loopnest} counts them. */
  static AttentionProblem full(Accelerator accelerator, AttentionWorkload workload) {
    return Spaces.problem(new LoopNestModel(), "full", accelerator, workload);
  }

  /** The schedules of {@link #full} that satisfy all of these restrictions. */
  static RestrictedProblem restricted(
      Accelerator accelerator, AttentionWorkload workload, List<String> restrictions) {
    return RestrictedProblem.of(
        full(accelerator, workload), restrictions.stream().map(Restriction::parse).toList());
  }

  /** Searches by branch and bound until the optimum is proven. */
  public static SearchResult prove(SearchProblem problem, Objective objective) {
    return search(problem, objective).run();
  }

  /** The search that {@link #prove} runs. */
  static Search search(SearchProblem problem, Objective objective) {
    return Search.of(problem, new BranchAndBound())
        .objective(objective)
        .budget(Budget.ofEvaluations(Long.MAX_VALUE));
  }
}
