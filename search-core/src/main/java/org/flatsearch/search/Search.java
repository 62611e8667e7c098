package org.flatsearch.search;

import java.util.Objects;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Stop;

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
  private Parameters parameters = Parameters.NONE;
  private int[] start;
  private SearchRun run;
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

  /** When to stop, at whichever limit comes first; after a million evaluations by default. */
  public Search budget(Budget value) {
    budget = Objects.requireNonNull(value, "budget");
    return this;
  }

  /** The seed of every random choice; 1 by default. */
  public Search seed(long value) {
    seed = value;
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
   * Runs the search in the calling thread until it ends by itself, its budget is used up, or it is
   * cancelled, be it by an interrupt of the thread.
   *
   * <p>That the problem gives the same figures each time is not checked: with one that does not,
   * the result depends on chance.
   *
   * @throws org.flatsearch.plugin.PlugInFailedException if a plug-in fails: the problem's model or
   *     space, or the strategy
   * @throws org.flatsearch.json.InvalidInputException if the problem lacks a metric of the
   *     objective, or the strategy refuses its parameters or the problem
   */
  public SearchResult run() {
    SearchRun current = begin();
    current.search(strategy);
    return current.result(strategy.name(), current.stopOr(Stop.COMPLETE));
  }

  private synchronized SearchRun begin() {
    run = new SearchRun(problem, objective, budget, seed, parameters, start);
    if (cancelled) {
      run.stop(Stop.CANCELLED);
    }
    return run;
  }

  /**
   * Runs the search up to, but not including, its first evaluation, so that the strategy refuses
   * here whatever it would refuse before it begins.
   *
   * @throws org.flatsearch.json.InvalidInputException if the problem lacks a metric of the
   *     objective, or the strategy refuses its parameters or the problem
   */
  public void rehearse() {
    SearchRun rehearsal = new SearchRun(problem, objective, budget, seed, parameters, start);
    rehearsal.rehearse();
    rehearsal.search(strategy);
  }

  /**
   * Makes {@link #run} return at its next evaluation with what was found so far. May be called by
   * any thread, even before the run. A cancelled search stays cancelled.
   */
  public synchronized void cancel() {
    cancelled = true;
    if (run != null) {
      run.stop(Stop.CANCELLED);
    }
  }

  /**
   * What the last run had found when an exception ended it.
   *
   * @throws IllegalStateException if there was no run
   */
  public SearchResult found() {
    if (run == null) {
      throw new IllegalStateException("this search has not run");
    }
    return run.result(strategy.name(), Stop.FAILED);
  }

  /** The fraction of the budget that is used up, 0 to 1; may be called by any thread. */
  public synchronized double progress() {
    return run == null ? 0 : run.progress();
  }
}
