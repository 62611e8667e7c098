package org.flatsearch.search;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Stop;
import org.flatsearch.search.SearchResult.FrontPoint;

/**
 * One search in progress: the only evaluator that strategies use. It counts evaluations, stops
 * exactly at the budget, holds the best point so far and writes the trace, in the same way for all
 * strategies. No strategy does its own accounting.
 *
 * <p>Only the strategy's thread may call its methods. The run ends a strategy with a {@link
 * SearchStoppedException} at the next evaluation after the budget is used up or the search was
 * cancelled. The strategy must let it through; it is thrown again at every further evaluation.
 */
public final class SearchRun {
  private final SearchProblem problem;
  private final Objective objective;
  private final Budget budget;
  private final long seed;
  private final Parameters parameters;
  private final int[] start;
  private final long beginNanos = System.nanoTime();

  private final SearchProblem.Evaluator evaluator;
  private final int[] metricIndexes;
  private final double[] metrics;
  private final Recorder recorder;
  private final Score scratch;

  private long evaluations;

  /** The reason to stop, if any; set by other threads, and read before each evaluation. */
  private final AtomicReference<Stop> requested = new AtomicReference<>();

  /** Whether the first evaluation ends this run. */
  private boolean rehearsal;

  /** What ended this run, once it has ended. */
  private SearchStoppedException end;

  SearchRun(
      SearchProblem problem,
      Objective objective,
      Budget budget,
      long seed,
      Parameters parameters,
      int[] start) {
    this.problem = problem;
    this.objective = objective;
    this.budget = budget;
    this.seed = seed;
    this.parameters = parameters;
    this.start = start;
    metricIndexes = objective.indexesIn(problem.metrics(), problem.name());
    metrics = new double[problem.metrics().size()];
    evaluator = problem.evaluator();
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
   */
  public void evaluate(int[] decisions, Score into) {
    spend();
    into.set(evaluator.evaluate(decisions, metrics), metrics, metricIndexes);
    recorder.record(evaluations, decisions, into, metrics);
  }

  /** Evaluates one point and records it. */
  public void evaluate(int[] decisions) {
    evaluate(decisions, scratch);
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
    if (timeSpent() >= 1) {
      stop(Stop.TIME);
    }
    if (Thread.currentThread().isInterrupted()) {
      stop(Stop.CANCELLED);
    }
    Stop reason = requested.get();
    if (reason != null) {
      throw end(reason);
    }
  }

  private void spend() {
    checkpoint();
    if (rehearsal) {
      throw end(Stop.CANCELLED);
    }
    if (evaluations >= budget.evaluations()) {
      throw end(Stop.EVALUATIONS);
    }
    evaluations++;
  }

  private SearchStoppedException end(Stop reason) {
    end = new SearchStoppedException(reason);
    return end;
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
   * @param points called when the search has ended. Each point of the front has a value for each
   *     metric of the objective
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

  /** Makes the first evaluation end this run. */
  void rehearse() {
    rehearsal = true;
  }

  /** Makes the search stop at its next evaluation, for the first reason given; any thread. */
  void stop(Stop reason) {
    requested.compareAndSet(null, reason);
  }

  /** Lets a strategy search until it returns or this run ends it. */
  void search(SearchStrategy strategy) {
    try {
      strategy.search(this);
    } catch (RuntimeException e) {
      // Libraries that the strategy uses may have wrapped what ended the run.
      for (Throwable cause = e; end == null || cause != end; cause = cause.getCause()) {
        if (cause == null) {
          throw e;
        }
      }
    }
  }

  /** Why this run ended, or another reason if it did not end the strategy. */
  Stop stopOr(Stop other) {
    return end == null ? other : end.reason();
  }

  /** What was found so far. */
  SearchResult result(String strategy, Stop reason) {
    return recorder.result(strategy, evaluations, reason);
  }
}
