package org.flatsearch.search;

import java.util.List;
import java.util.Objects;
import org.flatsearch.plugin.TimedCall;
import org.flatsearch.search.SearchResult.Stop;

/**
 * A search to be run: a problem, a strategy, an objective, a budget.
 *
 * <pre>{@code
 * SearchResult result =
 *     Search.of(problem, new RandomSearch()).budget(Budget.ofEvaluations(20_000)).seed(1).run();
 * }</pre>
 */
public final class Search {
  private final SearchProblem problem;
  private final SearchStrategy strategy;
  private Objective objective = Objective.DEFAULT;
  private Budget budget = Budget.ofEvaluations(1_000_000);
  private long seed = 1;
  private int threads = 1;
  private Parameters parameters = Parameters.NONE;
  private int[] start;
  private double evaluationTimeoutSeconds = 30;
  private volatile SearchRun run;
  private boolean isRunning;
  private boolean cancelled;

  private Search(SearchProblem problem, SearchStrategy strategy) {
    this.problem = Objects.requireNonNull(problem, "problem");
    this.strategy = Objects.requireNonNull(strategy, "strategy");
  }

  /** A search of {@code problem} by {@code strategy}, with defaults for all other settings. */
  public static Search of(SearchProblem problem, SearchStrategy strategy) {
    return new Search(problem, strategy);
  }

  /** What to minimise; latency, then energy, by default. */
  public Search objective(Objective value) {
    objective = Objects.requireNonNull(value, "objective");
    return this;
  }

  /** When to stop, at whichever limit comes first; after 20,000 evaluations by default. */
  public Search budget(Budget value) {
    budget = Objects.requireNonNull(value, "budget");
    return this;
  }

  /** The seed of every random choice; 1 by default. */
  public Search seed(long value) {
    seed = value;
    return this;
  }

  /** How many threads may evaluate; 1 by default. The result does not depend on it. */
  public Search threads(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("a search needs at least 1 thread, not " + value);
    }
    threads = value;
    return this;
  }

  /** The strategy's parameters; none by default. */
  public Search parameters(Parameters value) {
    parameters = Objects.requireNonNull(value, "parameters");
    return this;
  }

  /**
   * A point to begin from; none (null) by default.
   *
   * @throws IllegalArgumentException if it is not a point of the problem
   */
  public Search start(int[] decisions) {
    if (decisions != null) {
      SearchProblem.requirePoint(problem, "the start", decisions);
    }
    start = decisions == null ? null : decisions.clone();
    return this;
  }

  /**
   * How long one evaluation, or a front at the end, may take before the search fails; 30 seconds by
   * default. Time in which the process is stopped, as by Ctrl-Z, does not count.
   */
  public Search evaluationTimeoutSeconds(double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("an evaluation timeout of " + value + " s allows nothing");
    }
    evaluationTimeoutSeconds = value;
    return this;
  }

  /**
   * Runs the search and waits for it to end. Interrupting the waiting thread cancels the search.
   *
   * <p>Each metric of each feasible point is checked. That the problem gives the same figures each
   * time is not: a problem that does not makes the result depend on chance.
   *
   * @throws EvaluationFailedException if the problem throws an exception for one of its own points,
   *     returns a figure that is not a finite number, or takes longer than the timeout for one
   *     evaluation
   * @throws StrategyFailedException if the strategy ends with an error of its own, or its front
   *     fails or is late
   * @throws org.flatsearch.json.InvalidInputException if the problem lacks a metric of the
   *     objective, or the strategy refuses its parameters or the problem
   * @throws IllegalStateException if this search is already running: to run two at a time, make two
   *     searches
   */
  public SearchResult run() {
    SearchRun current = new SearchRun(problem, objective, budget, seed, threads, parameters, start);
    synchronized (this) {
      if (isRunning) {
        throw new IllegalStateException("this search is running; make another to run beside it");
      }
      isRunning = true;
      run = current;
      if (cancelled) {
        current.stop(Stop.CANCELLED);
      }
    }
    try {
      return new SupervisedSearch(strategy, problem, current, evaluationTimeoutSeconds).run();
    } finally {
      synchronized (this) {
        isRunning = false;
      }
    }
  }

  /**
   * Runs the search up to, but not including, its first evaluation, so that the strategy refuses
   * here whatever it would refuse before it begins.
   *
   * @throws org.flatsearch.json.InvalidInputException if the problem lacks a metric of the
   *     objective, or the strategy refuses its parameters or the problem
   */
  public void rehearse() {
    SearchRun rehearsal = new SearchRun(problem, objective, budget, seed, 1, parameters, start);
    rehearsal.rehearse();
    new SupervisedSearch(strategy, problem, rehearsal, evaluationTimeoutSeconds).run();
  }

  /**
   * Makes {@link #run} return within a moment with what was found so far. May be called by any
   * thread, even before the run. A cancelled search stays cancelled.
   */
  public synchronized void cancel() {
    cancelled = true;
    if (run != null) {
      run.stop(Stop.CANCELLED);
    }
  }

  /**
   * What the last run has found so far, for a run that ended with an error. If that is not to the
   * point, such as a lack of memory, what the run found and proved before is as good as that of any
   * other. A problem or a strategy that failed may have erred before.
   *
   * @throws IllegalStateException if there was no run
   */
  public SearchResult found() { // not synchronized: it calls the strategy's code, which may hang
    SearchRun last = run;
    if (last == null) {
      throw new IllegalStateException("this search has not run");
    }
    try {
      return TimedCall.of(
          () -> last.result(strategy.name(), Stop.FAILED),
          evaluationTimeoutSeconds,
          () -> new IllegalStateException("the front is late"));
    } catch (Throwable e) { // of the strategy's front, whatever it is: the best point is kept
      last.reportFront(List::of);
      return last.result(strategy.name(), Stop.FAILED);
    }
  }

  /** The fraction of the budget that is used up, 0 to 1; may be called by any thread. */
  public synchronized double progress() {
    return run == null ? 0 : run.progress();
  }
}
