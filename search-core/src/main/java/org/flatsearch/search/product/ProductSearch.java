package org.flatsearch.search.product;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flatsearch.cost.product.MatrixProduct;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Score;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.strategy.exact.Auto;
import org.flatsearch.spec.Accelerator;

/**
 * Finds the best schedule of a single matrix product and proves it.
 *
 * <p>On several cores, which share rows only, columns are also cut into groups for them to share:
 * as many as a power of two that divides them, up to twice the cores. Each number of groups is a
 * problem of its own; the later ones are only searched for something better than the best of the
 * earlier ones, so what is proven holds for all of them together.
 */
public final class ProductSearch {
  private final Accelerator accelerator;
  private final MatrixProduct product;
  private final Objective objective;
  private final Budget budget;
  private Search current;
  private boolean cancelled;

  /**
   * @param budget of all numbers of groups together, which share it evenly
   */
  public ProductSearch(
      Accelerator accelerator, MatrixProduct product, Objective objective, Budget budget) {
    this.accelerator = accelerator;
    this.product = product;
    this.objective = objective;
    this.budget = budget;
  }

  /**
   * What was found.
   *
   * @param schedule its Logit stage is that of the product, {@link MatrixProduct#workload}
   * @param groups the number of groups of columns
   * @param metrics all metrics of that schedule
   * @param status whether it is proven optimal, or a bound is proven
   * @param lowerBound the proven bound on the objective; empty if there is none
   */
  public record Result(
      AttentionSchedule schedule,
      int groups,
      List<Double> metrics,
      Status status,
      List<Double> lowerBound) {}

  /**
   * Runs the search.
   *
   * @return empty if no schedule fits, or none was found
   * @throws org.flatsearch.json.InvalidInputException if the model cannot count that product
   */
  public Optional<Result> run() {
    Result best = null;
    List<SearchResult> unfinished = new ArrayList<>();
    int[] all = groups();
    Budget each =
        new Budget(Math.max(1, budget.evaluations() / all.length), budget.seconds() / all.length);
    for (int groups : all) {
      double[] metrics = best == null ? null : values(best.metrics);
      RestrictedProblem problem = ProductProblem.of(accelerator, product, groups, metrics);
      Search search = Search.of(problem, new Auto()).objective(objective).budget(each);
      begin(search);
      SearchResult found = search.run();
      if (found.proof().status() != Status.PROVEN) {
        unfinished.add(found);
      }
      if (found.isFeasible() && (metrics == null || isBetter(found.metrics(), problem, metrics))) {
        best =
            new Result(
                ((ProductProblem) problem.original())
                    .attention()
                    .schedule(problem.toOriginal(found.best())),
                groups,
                found.metrics(),
                Status.PROVEN,
                found.values());
      }
    }
    return Optional.ofNullable(best).map(result -> withProof(result, unfinished));
  }

  private boolean isBetter(List<Double> metrics, RestrictedProblem problem, double[] others) {
    int[] indexes = objective.indexesIn(problem.metrics(), problem.name());
    Score score = new Score(objective);
    score.set(0, values(metrics), indexes);
    Score other = new Score(objective);
    other.set(0, others, indexes);
    return score.compareTo(other) < 0;
  }

  private static double[] values(List<Double> metrics) {
    return metrics.stream().mapToDouble(value -> value).toArray();
  }

  /** Of searches that were not finished, the least bound is that of all. */
  private Result withProof(Result best, List<SearchResult> unfinished) {
    if (unfinished.isEmpty()) {
      return best;
    }
    boolean isBounded =
        unfinished.stream().allMatch(result -> result.proof().status() == Status.BOUNDED);
    List<Double> least =
        unfinished.stream()
            .map(result -> result.proof().lowerBound())
            .min(Comparator.comparing(ProductSearch::values, objective::compare))
            .orElseThrow();
    return new Result(
        best.schedule,
        best.groups,
        best.metrics,
        isBounded ? Status.BOUNDED : Status.UNKNOWN,
        isBounded ? least : List.of());
  }

  private int[] groups() {
    int most = accelerator.cores() == 1 ? 1 : 2 * accelerator.cores();
    return IntStream.iterate(1, groups -> groups <= most, groups -> 2 * groups)
        .filter(groups -> product.columns() % groups == 0)
        .toArray();
  }

  private synchronized void begin(Search search) {
    current = search;
    if (cancelled) {
      search.cancel();
    }
  }

  /** Ends a running search with what was found so far; any thread. */
  public synchronized void cancel() {
    cancelled = true;
    if (current != null) {
      current.cancel();
    }
  }
}
