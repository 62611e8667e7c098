package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.search.Budget;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.Restriction.Comparison;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.Strategies;

/**
 * A good schedule of each form, that is, of each choice of the shared loops and of where the logits
 * are.
 *
 * <p>How long a schedule waits depends on its form: with logits through DRAM, say, one stage writes
 * what the next one waits for. Changes of a schedule seldom lead to another form, because what is
 * good there has other tiles as well.
 */
final class OtherForms {
  private static final String DECISION = "form";
  private static final String STRATEGY = "late-acceptance";

  /** Takes about 0.1 s. With a quarter of that, half of the schedules are much worse. */
  private static final Budget BUDGET = Budget.ofEvaluations(20_000);

  private final PlannedSearch search;
  private final SearchPlan plan;

  OtherForms(PlannedSearch search) {
    this.search = search;
    plan = search.plan();
  }

  /**
   * The best schedule that a short search finds in each form, the best of them first; none in a
   * space that has no such choice.
   *
   * @param isOver whether to leave the remaining forms out
   */
  List<RatedSchedule> schedules(BooleanSupplier isOver) {
    List<RatedSchedule> best = new ArrayList<>();
    for (String form : forms()) {
      if (!isOver.getAsBoolean()) {
        bestOf(form).ifPresent(best::add);
      }
    }
    best.sort(
        Comparator.comparing(
            RatedSchedule::cost, (a, b) -> CostMetrics.compare(a, b, plan.objective())));
    return best;
  }

  private List<String> forms() {
    return search.searched().decisions().stream()
        .filter(decision -> decision.name().equals(DECISION))
        .flatMap(decision -> decision.labels().stream())
        .toList();
  }

  private Optional<RatedSchedule> bestOf(String form) {
    // Not parsed from text: a label may contain anything.
    Restriction only =
        new Restriction(DECISION + "==" + form, DECISION, 0, Comparison.EQUAL, List.of(form));
    RestrictedProblem ofForm = RestrictedProblem.of(search.searched(), List.of(only));
    SearchResult result =
        Search.of(ofForm, Strategies.named(STRATEGY))
            .objective(plan.objective())
            .budget(BUDGET)
            .seed(plan.setting().seed())
            .run();
    return result.isFeasible()
        ? Optional.of(
            search.plan().rate(search.problem().schedule(ofForm.toOriginal(result.best()))))
        : Optional.empty();
  }
}
