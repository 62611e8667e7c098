package org.flatsearch.experiments.search;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  /**
   * Points remembered for each schedule to keep, as several points may decode to the same schedule.
   */
  private static final int VECTORS = 16;

  private final SearchPlan plan;
  private final AttentionProblem attention;
  private final BestPoints bestPoints;
  private final RestrictedProblem restricted;
  private final int keep;
  private final Search search;
  private long beginNanos;
  private volatile boolean cancelled;

  /**
   * Prepares the search of {@code plan}.
   *
   * @throws InvalidInputException if the plan contradicts itself: a model without that space, a
   *     start outside the space, an unknown metric, a restriction that leaves nothing
   */
  public PlannedSearch(SearchPlan plan) {
    this(plan, 0);
  }

  /**
   * Prepares a search of {@code plan} that remembers more than the best point.
   *
   * @param keep how many schedules {@link #bestSchedules} is to give; 0 for none
   * @throws InvalidInputException as above
   * @throws IllegalArgumentException if {@code keep} is negative
   */
  public PlannedSearch(SearchPlan plan, int keep) {
    this(plan, PlannedProblem.of(plan), keep);
  }

  /**
   * Prepares the search of {@code plan}, whose problem has been built already.
   *
   * @param problem the problem of this plan, or of another one with {@link PlannedProblem#isOf the
   *     same}
   */
  public PlannedSearch(SearchPlan plan, PlannedProblem problem) {
    this(plan, problem, 0);
  }

  private PlannedSearch(SearchPlan plan, PlannedProblem problem, int keep) {
    if (keep < 0) {
      throw new IllegalArgumentException("a search can't keep " + keep + " schedules");
    }
    if (!problem.isOf(plan)) {
      throw new IllegalArgumentException("the problem is not the one of this plan");
    }
    this.plan = plan;
    this.keep = keep;
    attention = problem.attention();
    int points = (int) Math.min(Integer.MAX_VALUE, (long) keep * VECTORS);
    bestPoints = keep == 0 ? null : new BestPoints(attention, plan.objective(), points);
    restricted =
        keep == 0 ? problem.restricted().orElse(null) : problem.restrict(bestPoints).orElse(null);
    SearchProblem unrestricted = keep == 0 ? attention : bestPoints;
    search =
        Search.of(restricted == null ? unrestricted : restricted, plan.strategy())
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

  /** The point of {@link #searched} that decodes to {@code schedule}; empty if there is none. */
  Optional<int[]> decisions(AttentionSchedule schedule) {
    return restricted == null
        ? attention.encode(schedule)
        : attention.encodings(schedule).stream()
            .flatMap(vector -> restricted.representative(vector).stream())
            .findFirst();
  }

  /** The schedule of a point of {@link #searched}. */
  AttentionSchedule schedule(int[] decisions) {
    return attention.schedule(original(decisions));
  }

  /** The point of {@link #attention} that a point of {@link #searched} is. */
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

  /** Ends a running search, or {@link #bestSchedules}, with what was found so far; any thread. */
  public void cancel() {
    cancelled = true;
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

  /**
   * The best schedules that were evaluated, distinct and best first; only those that fit, if one
   * does. A strategy that rules out most points without evaluating them may leave too few; then
   * those that differ from the best in one decision are evaluated too.
   */
  public List<RatedSchedule> bestSchedules() {
    if (bestPoints == null) {
      throw new IllegalStateException("this search was not asked to remember its best schedules");
    }
    Map<AttentionSchedule, int[]> schedules = distinctSchedules();
    if (schedules.size() < keep && !schedules.isEmpty()) {
      evaluateNeighbours(bestPoints.best().get(0).decisions());
      schedules = distinctSchedules();
    }
    return schedules.values().stream()
        .limit(keep)
        .takeWhile(point -> !cancelled)
        .map(this::rate)
        .toList();
  }

  /**
   * The same, with a schedule that need not be among them, such as the best one of the search: that
   * has another form here if a loop of a single iteration is written elsewhere, and a neighbour can
   * be better. Those that are as good as {@code other} come after it.
   */
  public List<RatedSchedule> bestSchedules(RatedSchedule other) {
    Optional<List<Integer>> point = canonical(other.schedule());
    return Stream.concat(
            Stream.of(other),
            bestSchedules().stream().filter(each -> !canonical(each.schedule()).equals(point)))
        .sorted((a, b) -> CostMetrics.compare(a.cost(), b.cost(), plan.objective()))
        .limit(keep)
        .toList();
  }

  private Optional<List<Integer>> canonical(AttentionSchedule schedule) {
    Optional<int[]> point = attention.encode(schedule);
    point.ifPresent(attention::makeCanonical);
    return point.map(vector -> Arrays.stream(vector).boxed().toList());
  }

  /** A point of {@link #attention} with all of its figures. */
  private RatedSchedule rate(int[] point) {
    return plan.rate(attention.schedule(point));
  }

  /** The first of the best points that stand for each schedule. */
  private Map<AttentionSchedule, int[]> distinctSchedules() {
    Map<AttentionSchedule, int[]> schedules = new LinkedHashMap<>();
    for (BestPoints.Point point : bestPoints.best()) {
      int[] decisions = point.decisions();
      schedules.putIfAbsent(attention.schedule(decisions), decisions);
    }
    return schedules;
  }

  private void evaluateNeighbours(int[] best) {
    SearchProblem.Evaluator evaluator = bestPoints.evaluator();
    double[] metrics = new double[attention.metrics().size()];
    int[] neighbour = best.clone();
    for (int decision = 0; decision < best.length; decision++) {
      for (int value : values(decision)) {
        if (cancelled) {
          return;
        }
        neighbour[decision] = value;
        evaluator.evaluate(neighbour, metrics);
      }
      neighbour[decision] = best[decision];
    }
  }

  private int[] values(int decision) {
    return restricted == null
        ? IntStream.range(0, attention.decisions().get(decision).size()).toArray()
        : restricted.values()[decision];
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
