package org.flatsearch.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flatsearch.search.SearchResult.FrontPoint;
import org.flatsearch.search.SearchResult.Proof;
import org.flatsearch.search.SearchResult.Status;
import org.flatsearch.search.SearchResult.Stop;

/**
 * One search in progress: the only evaluator that strategies use. It counts evaluations, stops at
 * exactly the budget, holds the best point so far and writes the trace, for all strategies alike.
 * No strategy keeps a book of its own.
 *
 * <p>All methods but {@link #cancel} belong to the thread of the strategy.
 */
public final class SearchRun {
  private final SearchProblem problem;
  private final Objective objective;
  private final Budget budget;
  private final long seed;
  private final int threads;
  private final Parameters parameters;
  private final int[] start;

  private final SearchProblem.Evaluator evaluator;
  private final int[] metricIndexes;
  private final double[] metrics;
  private final Score scratch;

  private final Score best;
  private final int[] bestDecisions;
  private final double[] bestMetrics;
  private boolean anyEvaluated;

  private final List<Trace.Improvement> improvements = new ArrayList<>();
  private final List<Trace.LowerBound> lowerBounds = new ArrayList<>();
  private final Map<String, Long> counters = new TreeMap<>();
  private List<FrontPoint> front = List.of();
  private double[] lowerBound;
  private boolean proven;

  private long evaluations;
  private final long deadlineNanos;
  private volatile boolean cancelled;

  SearchRun(
      SearchProblem problem,
      Objective objective,
      Budget budget,
      long seed,
      int threads,
      Parameters parameters,
      int[] start) {
    this.problem = problem;
    this.objective = objective;
    this.budget = budget;
    this.seed = seed;
    this.threads = threads;
    this.parameters = parameters;
    this.start = start;
    evaluator = problem.evaluator();
    metricIndexes = objective.indexesIn(problem);
    metrics = new double[problem.metrics().size()];
    scratch = new Score(objective.size());
    best = new Score(objective.size());
    bestDecisions = new int[problem.decisions().size()];
    bestMetrics = new double[metrics.length];
    deadlineNanos =
        budget.hasTimeLimit()
            ? System.nanoTime() + (long) (budget.seconds() * 1e9)
            : Long.MAX_VALUE;
  }

  /** The problem to solve. */
  public SearchProblem problem() {
    return problem;
  }

  /** What to minimise. */
  public Objective objective() {
    return objective;
  }

  /** The seed of every random choice. */
  public long seed() {
    return seed;
  }

  /** How many threads {@link #evaluateAll} may use. */
  public int threads() {
    return threads;
  }

  /** The strategy's parameters. */
  public Parameters parameters() {
    return parameters;
  }

  /** A point to begin from, or null. */
  public int[] start() {
    return start == null ? null : start.clone();
  }

  /** Evaluations so far; bounds count too. */
  public long evaluations() {
    return evaluations;
  }

  /** The evaluations that the budget still allows. */
  public long remaining() {
    return budget.evaluations() - evaluations;
  }

  /** Most evaluations that the budget allows, {@link Long#MAX_VALUE} without such a limit. */
  public long evaluationLimit() {
    return budget.evaluations();
  }

  /** The fraction of the budget that is used up, 0 to 1, by evaluations or by time. */
  public double progress() {
    double byCount = (double) evaluations / budget.evaluations();
    if (!budget.hasTimeLimit()) {
      return byCount;
    }
    double left = (deadlineNanos - System.nanoTime()) / 1e9;
    return Math.max(byCount, Math.min(1, 1 - left / budget.seconds()));
  }

  /**
   * Evaluates one point and records it.
   *
   * @param into receives its score
   * @throws SearchStoppedException if the budget does not allow another evaluation
   */
  public void evaluate(int[] decisions, Score into) {
    spend();
    into.violation = evaluator.evaluate(decisions, metrics);
    for (int k = 0; k < metricIndexes.length; k++) {
      into.values[k] = metrics[metricIndexes[k]];
    }
    record(decisions, into, metrics);
  }

  /** Evaluates one point, records it, and says whether it is the best so far. */
  public boolean evaluate(int[] decisions) {
    int before = improvements.size();
    evaluate(decisions, scratch);
    return improvements.size() > before;
  }

  /** Counts the computation of a bound or of a front, which costs an evaluation like any other. */
  public void countBound() {
    spend();
  }

  /** Ends the search if it was cancelled or its time is over; for long work between evaluations. */
  public void checkpoint() {
    if (cancelled) {
      throw new SearchStoppedException(Stop.CANCELLED);
    }
    if (deadlineNanos != Long.MAX_VALUE && System.nanoTime() - deadlineNanos >= 0) {
      throw new SearchStoppedException(Stop.TIME);
    }
  }

  private void spend() {
    if (evaluations >= budget.evaluations()) {
      throw new SearchStoppedException(Stop.EVALUATIONS);
    }
    checkpoint();
    evaluations++;
  }

  private void record(int[] decisions, Score score, double[] metricsOfPoint) {
    if (anyEvaluated && score.compareTo(best) >= 0) {
      return;
    }
    anyEvaluated = true;
    best.set(score);
    System.arraycopy(decisions, 0, bestDecisions, 0, bestDecisions.length);
    System.arraycopy(metricsOfPoint, 0, bestMetrics, 0, bestMetrics.length);
    improvements.add(new Trace.Improvement(evaluations, score.violation, boxed(score.values)));
  }

  /** The score of the best point so far; worse than any other before the first evaluation. */
  public Score best() {
    return best;
  }

  /** The best point so far, or null before the first evaluation. */
  public int[] bestDecisions() {
    return anyEvaluated ? bestDecisions.clone() : null;
  }

  /** Reports a proven lower bound on the objective; one that is not higher is ignored. */
  public void improveLowerBound(double[] values) {
    if (lowerBound == null || Score.compareValues(values, lowerBound) > 0) {
      lowerBound = values.clone();
      lowerBounds.add(new Trace.LowerBound(evaluations, boxed(values)));
    }
  }

  /** Reports that no point is better than the best so far. */
  public void proveOptimal() {
    proven = true;
    if (best.isFeasible()) {
      improveLowerBound(best.values);
    }
  }

  /** Reports a Pareto front. */
  public void reportFront(List<FrontPoint> points) {
    front = List.copyOf(points);
  }

  /** Adds to a counter of the strategy's own, such as prunings by reason. */
  public void count(String counter, long amount) {
    counters.merge(counter, amount, Long::sum);
  }

  /** Makes the search stop at its next evaluation; may be called by any thread. */
  public void cancel() {
    cancelled = true;
  }

  SearchResult result(String strategy, Stop stop) {
    Status status = proven ? Status.PROVEN : lowerBound != null ? Status.BOUNDED : Status.UNKNOWN;
    return new SearchResult(
        strategy,
        bestDecisions(),
        best.violation,
        boxed(best.values),
        boxed(bestMetrics),
        new Trace(improvements, lowerBounds, evaluations),
        new Proof(status, lowerBound == null ? List.of() : boxed(lowerBound)),
        stop,
        front,
        Map.copyOf(new TreeMap<>(counters)));
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
