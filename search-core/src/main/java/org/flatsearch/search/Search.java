package org.flatsearch.search;

import org.flatsearch.search.SearchResult.Stop;

/**
 * A search to be run: who searches what, for which objective, within which budget.
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
  private Budget budget = Budget.ofEvaluations(20_000);
  private long seed = 1;
  private int threads = 1;
  private Parameters parameters = Parameters.NONE;
  private int[] start;
  private SearchRun run;

  private Search(SearchProblem problem, SearchStrategy strategy) {
    this.problem = problem;
    this.strategy = strategy;
  }

  /** A search of {@code problem} by {@code strategy}, with defaults for the rest. */
  public static Search of(SearchProblem problem, SearchStrategy strategy) {
    return new Search(problem, strategy);
  }

  /** What to minimise; latency, then energy, by default. */
  public Search objective(Objective value) {
    objective = value;
    return this;
  }

  /** When to stop; after 20,000 evaluations by default. */
  public Search budget(Budget value) {
    budget = value;
    return this;
  }

  /** The seed of every random choice; 1 by default. */
  public Search seed(long value) {
    seed = value;
    return this;
  }

  /** How many threads may evaluate; 1 by default. The result does not depend on it. */
  public Search threads(int value) {
    threads = value;
    return this;
  }

  /** The strategy's parameters; none by default. */
  public Search parameters(Parameters value) {
    parameters = value;
    return this;
  }

  /** A point to begin from; none by default. */
  public Search start(int[] decisions) {
    start = decisions == null ? null : decisions.clone();
    return this;
  }

  /** Runs the search in this thread. */
  public SearchResult run() {
    synchronized (this) {
      run = new SearchRun(problem, objective, budget, seed, threads, parameters, start);
    }
    Stop stop = Stop.COMPLETE;
    try {
      strategy.search(run);
    } catch (SearchStoppedException e) {
      stop = e.reason();
    }
    return run.result(strategy.name(), stop);
  }

  /** Makes a running search stop at its next evaluation; may be called by any thread. */
  public synchronized void cancel() {
    if (run != null) {
      run.cancel();
    }
  }
}
