package org.flatsearch.experiments.search;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.flatsearch.goal.Status;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;

/**
 * One search, ready to run.
 *
 * <pre>{@code
 * ResultDocument result = new PlannedSearch(plan).run();
 * }</pre>
 */
public final class PlannedSearch {
  private final SearchPlan plan;
  private final AttentionProblem attention;
  private final RestrictedProblem restricted;
  private final Search search;
  private long beginNanos;

  /**
   * Prepares the search of {@code plan}.
   *
   * @throws InvalidInputException if the plan contradicts itself: a model without that space, a
   *     start outside the space, an unknown metric, a restriction that leaves nothing
   */
  public PlannedSearch(SearchPlan plan) {
    this(plan, PlannedProblem.of(plan));
  }

  /**
   * Prepares the search of {@code plan}, whose problem has been built already.
   *
   * @param problem the problem of this plan, or of another one with {@link PlannedProblem#isOf the
   *     same}
   */
  public PlannedSearch(SearchPlan plan, PlannedProblem problem) {
    if (!problem.isOf(plan)) {
      throw new IllegalArgumentException("the problem is not the one of this plan");
    }
    this.plan = plan;
    attention = problem.attention();
    restricted = problem.restricted().orElse(null);
    search =
        Search.of(searchProblem(), plan.strategy())
            .objective(plan.objective())
            .budget(plan.budget())
            .seed(plan.setting().seed())
            .parameters(new Parameters(plan.setting().parameters()))
            .start(plan.setting().start().map(this::encode).orElse(null));
  }

  private int[] encode(AttentionSchedule schedule) {
    return decisions(schedule)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    ("the start is not in space '%s' of model '%s'%s; leave it out, or search"
                            + " another space.")
                        .formatted(
                            plan.setting().space(),
                            plan.model().name(),
                            restricted == null ? "" : " under the restrictions")));
  }

  /** The problem as strategies see it: under the restrictions, if there are any. */
  SearchProblem searchProblem() {
    return restricted == null ? attention : restricted;
  }

  /**
   * The point of {@link #searchProblem} that decodes to {@code schedule}; empty if there is none.
   */
  Optional<int[]> decisions(AttentionSchedule schedule) {
    return restricted == null
        ? attention.encode(schedule)
        : attention.encodings(schedule).stream()
            .flatMap(vector -> restricted.representative(vector).stream())
            .findFirst();
  }

  /** The schedule of a point of {@link #searchProblem}. */
  AttentionSchedule schedule(int[] decisions) {
    return attention.schedule(original(decisions));
  }

  /** The point of {@link #attention} that a point of {@link #searchProblem} is. */
  private int[] original(int[] decisions) {
    return restricted == null ? decisions : restricted.toOriginal(decisions);
  }

  /** The plan. */
  public SearchPlan plan() {
    return plan;
  }

  /** The problem that is searched. */
  public AttentionProblem problem() {
    return attention;
  }

  /** Ends a running search with what was found so far; any thread. */
  public void cancel() {
    search.cancel();
  }

  /**
   * Runs the search until just before its first evaluation.
   *
   * @throws InvalidInputException if the strategy refuses the problem or its parameters
   */
  public void rehearse() {
    search.rehearse();
  }

  /** The fraction of the budget that is used up, 0 to 1; any thread. */
  public double progress() {
    return search.progress();
  }

  /**
   * Runs the search.
   *
   * @throws InvalidInputException if the strategy refuses the problem or its parameters, or the
   *     model can rate no schedule that was evaluated
   * @throws org.flatsearch.plugin.PlugInFailedException if a plug-in fails
   */
  public ResultDocument run() {
    beginNanos = System.nanoTime();
    return document(search.run());
  }

  /** What the search had found when an exception ended it. */
  public ResultDocument found() {
    return document(search.found());
  }

  private ResultDocument document(SearchResult result) {
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    Optional<RatedSchedule> best =
        Optional.ofNullable(result.best()).map(point -> rate(original(point)));
    return new ResultDocument(
        plan.accelerator(),
        plan.workload(),
        OptionalInt.of(plan.model().version()),
        plan.setting(),
        result.evaluations(),
        seconds,
        result.stop(),
        best,
        optimality(result),
        result.front().stream().map(point -> rate(original(point.decisions()))).toList(),
        result.trace(),
        result.counters(),
        Optional.empty(),
        List.of());
  }

  /** A point of {@link #attention} with all of its figures. */
  private RatedSchedule rate(int[] point) {
    return plan.rate(attention.schedule(point));
  }

  private Optimality optimality(SearchResult result) {
    List<Double> lowerBound = result.proof().lowerBound();
    OptionalDouble gap =
        result.isFeasible()
            ? Optimality.gap(result.values().get(0), lowerBound)
            : OptionalDouble.empty();
    Status status = result.proof().status();
    // No figure is below 0, so a search that ended with that bound has proven nothing yet.
    return status == Status.BOUNDED && gap.isEmpty() && lowerBound.get(0) <= 0
        ? new Optimality(plan.model().name(), Status.UNKNOWN, List.of(), gap)
        : new Optimality(plan.model().name(), status, lowerBound, gap);
  }
}
