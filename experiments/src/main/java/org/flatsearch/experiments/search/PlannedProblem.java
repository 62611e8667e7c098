package org.flatsearch.experiments.search;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The problem that a plan searches. Building it takes longer than a short search, and it serves
 * every plan that differs only in how it searches. Immutable.
 *
 * @param attention the problem without its restrictions
 * @param space the name of the space, as in the plan
 * @param restrictions the restrictions, as in the plan
 * @param restricted the problem under its restrictions, if it has any
 */
public record PlannedProblem(
    AttentionProblem attention,
    String space,
    List<String> restrictions,
    Optional<RestrictedProblem> restricted) {
  public PlannedProblem {
    Objects.requireNonNull(attention, "attention");
    Objects.requireNonNull(space, "space");
    restrictions = List.copyOf(restrictions);
    Objects.requireNonNull(restricted, "restricted");
  }

  /**
   * Builds the problem of a plan.
   *
   * @throws InvalidInputException if the model has no such space, or the restrictions leave nothing
   */
  public static PlannedProblem of(SearchPlan plan) {
    return of(
        plan.model(),
        plan.setting().space(),
        plan.accelerator(),
        plan.workload(),
        plan.setting().restrictions());
  }

  /** Likewise, of a space of which no search is planned. */
  public static PlannedProblem of(
      CostModel model,
      String space,
      Accelerator accelerator,
      AttentionWorkload workload,
      List<String> restrictions) {
    List<Restriction> parsed =
        restrictions.stream().map(text -> ScheduleRules.parse(text, workload)).toList();
    AttentionProblem attention =
        Spaces.problem(model, space, accelerator, workload, new AllowedTiles(parsed));
    return new PlannedProblem(attention, space, restrictions, restrict(attention, parsed));
  }

  /**
   * The problem under restrictions, if there are any. They are the outermost layer, where exact
   * strategies look for them.
   */
  private static Optional<RestrictedProblem> restrict(
      SearchProblem problem, List<Restriction> restrictions) {
    return restrictions.isEmpty()
        ? Optional.empty()
        : Optional.of(RestrictedProblem.of(problem, restrictions));
  }

  /** The problem as a strategy gets it. */
  SearchProblem searchProblem() {
    return restricted.<SearchProblem>map(problem -> problem).orElse(attention);
  }

  /** Whether a plan searches this problem. */
  public boolean isOf(SearchPlan plan) {
    return attention.model() == plan.model()
        && space.equals(plan.setting().space())
        && restrictions.equals(plan.setting().restrictions())
        && attention.accelerator().equals(plan.accelerator())
        && attention.workload().equals(plan.workload());
  }
}
