package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.Restriction.Comparison;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.climbing.Climbing;

/**
 * Good points that differ, to begin a refinement at: for each form, that is, each choice of the
 * shared loops and of where the logits are, the point with the least traffic among those that are
 * nearly best by the bound. How long a schedule waits depends on its form and on how much it
 * transfers; the best by the bound alone often has no time to spare on the channel.
 */
final class GoodStarts {
  private static final String FORM = "form";

  /** How much worse by the bound, relatively, a point may be that transfers less. */
  private static final double[] STEPS = {0.01, 0.04};

  /** Takes some 20 ms. With a quarter of that, half of the points are much worse. */
  private static final Budget BUDGET = Budget.ofEvaluations(20_000);

  /** Climbs late as long as the budget allows. */
  private static final SearchStrategy CLIMB =
      new SearchStrategy() {
        @Override
        public String name() {
          return "climb";
        }

        @Override
        public String description() {
          return "climbs late";
        }

        @Override
        public void search(SearchRun run) {
          Climbing.late(run, run.remaining(), () -> true);
        }
      };

  private GoodStarts() {}

  /**
   * Finds such points of what {@code search} searches; none in a space that has no forms.
   *
   * @param isOver whether to leave the remaining forms out
   */
  static List<int[]> of(PlannedSearch search, BooleanSupplier isOver) {
    SearchProblem problem = search.searchProblem();
    String first = search.plan().objective().metrics().get(0);
    List<String> forms =
        problem.decisions().stream()
            .filter(decision -> decision.name().equals(FORM))
            .flatMap(decision -> decision.labels().stream())
            .toList();
    List<int[]> points = new ArrayList<>();
    for (String form : forms) {
      // Not parsed from text: a label may contain anything.
      Restriction only =
          new Restriction(FORM + "==" + form, FORM, 0, Comparison.EQUAL, List.of(form));
      RestrictedProblem ofForm = RestrictedProblem.of(problem, List.of(only));
      for (double step : STEPS) {
        if (isOver.getAsBoolean()) {
          return points;
        }
        SearchResult result =
            Search.of(ofForm, CLIMB)
                .objective(Objective.of(first, "traffic").within(Tolerance.of(step)))
                .budget(BUDGET)
                .seed(search.plan().setting().seed())
                .run();
        if (result.isFeasible()) {
          int[] point = ofForm.toOriginal(result.best());
          search.decisions(search.problem().schedule(point)).ifPresent(points::add);
        }
      }
    }
    return points;
  }
}
