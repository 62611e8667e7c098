package org.flatsearch.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.flatsearch.search.SearchResult.FrontPoint;
import org.flatsearch.search.SearchResult.Stop;

/**
 * One search in progress: the only evaluator that strategies use. It counts evaluations, stops
 * exactly at the budget, holds the best point so far and writes the trace, in the same way for all
 * strategies. No strategy does its own accounting.
 *
 * <p>Only the strategy's thread may call its methods. The run ends a strategy with a {@link
 * SearchStoppedException} at the next evaluation after the budget is used up or the search was
 * cancelled, and with an {@link EvaluationFailedException} when the problem fails. The strategy
 * must let both through; they are thrown again at every further evaluation.
 */
public final class SearchRun {
  private final SearchProblem problem;
  private final Objective objective;
  private final Budget budget;
  private final long seed;
  private final Parameters parameters;
  private final int[] start;
  private final long beginNanos = System.nanoTime();

  private final PointEvaluator evaluator;
  private final List<PointEvaluator> evaluators = new ArrayList<>();
  private final BatchEvaluator batch;
  private final Recorder recorder;
  private final Score scratch;

  private long evaluations;

  /** Whether a part of a batch was begun that is not recorded yet. */
  private boolean isPartOpen;

  /** The reason to stop, if any; set by other threads, and read before each evaluation. */
  private final AtomicReference<Stop> requested = new AtomicReference<>();

  /** Whether the first evaluation ends this run. */
  private boolean rehearsal;

  /** What ended this run, once it has ended; also read by the supervising thread. */
  private volatile RuntimeException end;

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
    this.parameters = parameters;
    this.start = start;
    int[] metricIndexes = objective.indexesIn(problem);
    for (int thread = 0; thread < threads; thread++) {
      evaluators.add(new PointEvaluator(problem, metricIndexes));
    }
    evaluator = evaluators.get(0);
    batch = new BatchEvaluator(evaluators, () -> requested.get() != null);
    recorder = new Recorder(problem, objective);
    scratch = new Score(objective);
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
    return evaluators.size();
  }

  /** The strategy's parameters. */
  public Parameters parameters() {
    return parameters;
  }

  /** A point to begin from, or null. */
  public int[] start() {
    return start == null ? null : start.clone();
  }

  /** What the search may spend. */
  public Budget budget() {
    return budget;
  }

  /** Evaluations so far; bounds count too. */
  public long evaluations() {
    return evaluations;
  }

  /** The evaluations that the budget still allows. */
  public long remaining() {
    return budget.evaluations() - evaluations;
  }

  /** The fraction of the budget that is used up, 0 to 1, by evaluations or by time; any thread. */
  public double progress() {
    evaluator.ticks(); // written after the evaluations, so that another thread sees these too
    double byCount = (double) evaluations / budget.evaluations();
    return Math.min(1, Math.max(byCount, timeSpent()));
  }

  /**
   * The fraction of the time limit that is used up, more than 1 once the search is late; 0 if there
   * is no time limit. Any thread.
   */
  public double timeSpent() {
    return budget.hasTimeLimit() ? (System.nanoTime() - beginNanos) / 1e9 / budget.seconds() : 0;
  }

  /**
   * Evaluates one point and records it.
   *
   * @param into receives its score; a score for {@link #objective}
   * @throws SearchStoppedException if the budget does not allow another evaluation
   * @throws EvaluationFailedException if the problem cannot evaluate its own point
   */
  public void evaluate(int[] decisions, Score into) {
    spend();
    try {
      evaluator.evaluate(decisions, into);
    } catch (EvaluationFailedException e) {
      throw end(e);
    }
    recorder.record(evaluations, decisions, into, evaluator.metrics, 0);
  }

  /** Evaluates one point and records it. */
  public void evaluate(int[] decisions) {
    evaluate(decisions, scratch);
  }

  /**
   * Evaluates the first {@code count} points, on several threads where that is faster, and records
   * them in order, exactly as if {@link #evaluate} had been called for each: the result does not
   * depend on the number of threads.
   *
   * @param points one value index per decision for each point; not to be changed until this returns
   * @param into receives the scores; another object for each point
   * @throws SearchStoppedException if the budget does not allow all of them; those that it allows
   *     are evaluated and recorded
   * @throws EvaluationFailedException if the problem cannot evaluate one of them
   */
  public void evaluateAll(int[][] points, Score[] into, int count) {
    if (evaluators.size() == 1) {
      for (int k = 0; k < count; k++) {
        evaluate(points[k], into[k]);
      }
      return;
    }
    checkpoint();
    int allowed = (int) Math.min(count, remaining());
    for (int from = 0; from < allowed; ) {
      int to = (int) Math.min(allowed, from + (long) batch.pointsAtATime());
      if (evaluatePart(points, into, from, to) < to) {
        throw end(new SearchStoppedException(requested.get()));
      }
      from = to;
    }
    if (allowed < count) {
      throw end(new SearchStoppedException(Stop.EVALUATIONS));
    }
  }

  /** Evaluates and records some points; returns the end of those that were evaluated. */
  private int evaluatePart(int[][] points, Score[] into, int from, int to) {
    begin(points, into, from, to);
    int reached = batch.evaluate();
    Throwable failure = batch.failure();
    recordPart(failure != null);
    if (failure instanceof EvaluationFailedException e) {
      throw end(e);
    }
    requireNone(failure);
    return reached;
  }

  private static void requireNone(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private synchronized void begin(int[][] points, Score[] into, int from, int to) {
    batch.begin(points, into, from, to);
    isPartOpen = true;
  }

  /**
   * Records what was evaluated of a part, unless it has been recorded.
   *
   * @param isCut whether a single thread would have failed or be at the next point, if any, which
   *     counts
   * @return how many were evaluated
   */
  private synchronized int recordPart(boolean isCut) {
    int count = batch.evaluated();
    if (!isPartOpen) {
      return count;
    }
    isPartOpen = false;
    double[] metrics = batch.metrics();
    int width = evaluator.metrics.length;
    for (int k = 0; k < count; k++) {
      evaluations++;
      recorder.record(evaluations, batch.point(k), batch.score(k), metrics, k * width);
    }
    if (isCut && count < batch.count()) {
      evaluations++;
    }
    return count;
  }

  /**
   * Records what several threads evaluated before a point that is waited for no longer, as a single
   * thread had; any thread.
   *
   * @return the point that a single thread would be at; empty if several evaluate none
   * @throws RuntimeException if a single thread would have met that before
   */
  synchronized Optional<int[]> recordBeforeUnfinished() {
    if (!isPartOpen) {
      return Optional.empty();
    }
    Throwable failure = batch.failure();
    int evaluated = recordPart(true);
    requireNone(failure);
    return evaluated < batch.count() ? Optional.of(batch.point(evaluated)) : Optional.empty();
  }

  /** Counts the computation of a bound or of a front, which costs an evaluation like any other. */
  public void countBound() {
    spend();
  }

  /** Ends the search if it was cancelled or its time is up; for long work between evaluations. */
  public void checkpoint() {
    if (end != null) {
      throw end;
    }
    Stop reason = requested.get();
    if (reason != null) {
      throw end(new SearchStoppedException(reason));
    }
  }

  private void spend() {
    checkpoint();
    if (rehearsal) {
      throw end(new SearchStoppedException(Stop.CANCELLED));
    }
    if (evaluations >= budget.evaluations()) {
      throw end(new SearchStoppedException(Stop.EVALUATIONS));
    }
    evaluations++;
  }

  private RuntimeException end(RuntimeException e) {
    end = e;
    return e;
  }

  /**
   * A copy of the score of the best point so far; worse than any other before the first evaluation.
   */
  public Score best() {
    return recorder.best();
  }

  /** The best point so far, or null before the first evaluation. */
  public int[] bestDecisions() {
    return recorder.bestDecisions();
  }

  /**
   * Reports a proven lower bound on the objective. It is ignored if it is not higher than the last
   * one, or if a point could not be rated ({@link SearchProblem.Evaluator#NOT_RATED}).
   *
   * @param values a finite number for each metric of the objective, lexicographic like the
   *     objective
   * @throws IllegalArgumentException if they are not that
   * @throws IllegalStateException if an evaluated point is below the bound; a later evaluation of
   *     such a point throws the same. The run then proves nothing
   */
  public void improveLowerBound(double[] values) {
    recorder.improveLowerBound(evaluations, values);
  }

  /**
   * Reports that no point is better than the best so far. A later evaluation of a better one throws
   * an {@link IllegalStateException}. The report is ignored if a point could not be rated ({@link
   * SearchProblem.Evaluator#NOT_RATED}).
   */
  public void proveOptimal() {
    recorder.proveOptimal(evaluations);
  }

  /**
   * Reports where to get the Pareto front.
   *
   * @param points called when the search has ended or is given up, by any thread, at any time. Each
   *     point of the front has a value for each metric of the objective
   */
  public void reportFront(Supplier<List<FrontPoint>> points) {
    recorder.reportFront(points);
  }

  /**
   * Adds to a counter of the strategy's own, such as prunings by reason.
   *
   * @throws IllegalArgumentException if its name is no line of visible characters: a document with
   *     the counter could not be read again
   */
  public void count(String counter, long amount) {
    recorder.count(counter, amount);
  }

  /** Makes the first evaluation end this run, which must have a single thread. */
  void rehearse() {
    rehearsal = true;
  }

  /** Makes the search stop at its next evaluation, for the first reason given; any thread. */
  void stop(Stop reason) {
    requested.compareAndSet(null, reason);
  }

  /** The reason why the search was asked to stop, or null; any thread. */
  Stop requested() {
    return requested.get();
  }

  /** What ended this run, or null, whatever the strategy did with the exception. */
  RuntimeException end() {
    return end;
  }

  /** The evaluators of all threads, for the supervising thread. */
  List<PointEvaluator> evaluators() {
    return evaluators;
  }

  /** Ends the threads that evaluate. */
  void close() {
    batch.close();
  }

  /** What was found so far; any thread. */
  SearchResult result(String strategy, Stop reason) {
    return recorder.result(strategy, evaluations, reason);
  }
}
