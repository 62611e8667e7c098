package org.flatsearch.search;

import java.util.List;
import java.util.Optional;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;
import org.flatsearch.plugin.TimedCall;
import org.flatsearch.search.SearchResult.Stop;

/**
 * Runs a strategy in a thread of its own and supervises it, so that a search ends on time and with
 * a message even if the problem or the strategy does not return. A thread that does not return is
 * abandoned; as a daemon it does not keep the program alive.
 */
final class SupervisedSearch {
  /** How often to check on the strategy. */
  private static final long GLANCE_MILLIS = 10;

  /**
   * The most time between two glances that counts as time in which the strategy could run. There is
   * more where the process was stopped, as by Ctrl-Z, or the machine slept.
   */
  private static final long MOST_GLANCE_NANOS = 100_000_000;

  /** How long an evaluation may go on after the search was asked to stop. */
  private static final long EVALUATION_GRACE_NANOS = 50_000_000;

  /**
   * How long the strategy may take to return by itself after the search was asked to stop. An exact
   * search bounds boxes without evaluating, and on a busy machine one box may take a tenth of a
   * second.
   */
  private static final long GRACE_NANOS = 500_000_000;

  /**
   * How long the strategy may take to return after the run has thrown the exception that ends it.
   * This is long, because a busy machine must not change what an evaluation budget gives. Only a
   * strategy that swallows the exception takes this long.
   */
  private static final long END_GRACE_NANOS = 3_000_000_000L;

  private final SearchStrategy strategy;
  private final SearchProblem problem;
  private final SearchRun run;
  private final long timeoutNanos;
  private final long beginNanos = System.nanoTime();
  private final long budgetNanos;
  private final Thread worker;

  private Throwable thrown;
  private final long[] ticksSeen;
  private final long[] seenSinceNanos;

  SupervisedSearch(
      SearchStrategy strategy, SearchProblem problem, SearchRun run, double timeoutSeconds) {
    this.strategy = strategy;
    this.problem = problem;
    this.run = run;
    timeoutNanos = (long) (timeoutSeconds * 1e9);
    budgetNanos = (long) (run.budget().seconds() * 1e9);
    worker = new Thread(this::search, "flatsearch-" + strategy.name());
    worker.setDaemon(true);
    ticksSeen = new long[run.threads()];
    seenSinceNanos = new long[run.threads()];
  }

  private void search() {
    try {
      strategy.search(run);
    } catch (Throwable e) { // handed to the thread that waits
      thrown = e;
    } finally {
      run.close();
    }
  }

  /** Runs the search until it ends by itself, its budget is used up, or it is cancelled. */
  SearchResult run() {
    worker.start();
    try {
      Stop reason = await();
      return reason != null ? result(reason) : outcome();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abandon(Stop.CANCELLED);
      return result(Stop.CANCELLED);
    } catch (OutOfMemoryError e) {
      // It may have met this thread rather than the strategy, which then has what memory there is.
      abandon(Stop.CANCELLED);
      throw e;
    }
  }

  /** What was found. To get the front calls the strategy's code, which may fail or hang. */
  private SearchResult result(Stop reason) {
    try {
      return TimedCall.of(
          () -> run.result(strategy.name(), reason), timeoutNanos / 1e9, this::lateFront);
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      throw new StrategyFailedException(strategy.name(), e);
    }
  }

  private RuntimeException lateFront() {
    run.reportFront(List::of); // what else was found can be had without waiting again
    return new IllegalStateException(
        "its front was not there within " + timeoutNanos / 1e9 + " s of the end");
  }

  /** Waits for the strategy; returns why its thread was abandoned, or null if it returned. */
  private Stop await() throws InterruptedException {
    long stopNanos = Long.MAX_VALUE;
    long endNanos = Long.MAX_VALUE;
    long glanceNanos = 0;
    long now = 0; // without the time in which the strategy could not run
    while (true) {
      long sinceBegin = System.nanoTime() - beginNanos;
      now += Math.min(sinceBegin - glanceNanos, MOST_GLANCE_NANOS);
      glanceNanos = sinceBegin;
      boolean evaluates =
          run.evaluators().stream().anyMatch(evaluator -> evaluator.ticks() % 2 != 0);
      if (sinceBegin >= budgetNanos) {
        run.stop(Stop.TIME);
      }
      Stop requested = run.requested();
      stopNanos = requested == null ? Long.MAX_VALUE : Math.min(stopNanos, now);
      if (now - stopNanos >= (evaluates ? EVALUATION_GRACE_NANOS : GRACE_NANOS)) {
        if (!evaluates) {
          run.count(SearchResult.GIVEN_UP, 1);
        }
        abandon(requested);
        return requested;
      }
      RuntimeException end = run.end();
      endNanos = end == null ? Long.MAX_VALUE : Math.min(endNanos, now);
      if (now - endNanos >= END_GRACE_NANOS) {
        return abandon(end);
      }
      requireProgress(now);
      long millisToBudget = Math.max(1, (budgetNanos - sinceBegin) / 1_000_000);
      worker.join(Math.min(GLANCE_MILLIS, requested == null ? millisToBudget : 1));
      if (!worker.isAlive()) {
        return null;
      }
    }
  }

  /** Fails the search if one evaluation has been in flight for longer than the timeout. */
  private void requireProgress(long now) {
    List<PointEvaluator> evaluators = run.evaluators();
    for (int thread = 0; thread < evaluators.size(); thread++) {
      long ticks = evaluators.get(thread).ticks();
      if (ticks % 2 == 0 || ticks != ticksSeen[thread]) {
        ticksSeen[thread] = ticks;
        seenSinceNanos[thread] = now;
      } else if (now - seenSinceNanos[thread] > timeoutNanos) {
        int[] inFlight = evaluators.get(thread).inFlight();
        int[] decisions = abandon(Stop.CANCELLED).orElse(inFlight);
        String what = "did not finish an evaluation within " + timeoutNanos / 1e9 + " s";
        throw new EvaluationFailedException(problem, decisions, what, null);
      }
    }
  }

  /**
   * Abandons the strategy, and keeps what several threads had evaluated.
   *
   * @return the point that a single thread would be at; empty if several evaluate none
   */
  private Optional<int[]> abandon(Stop reason) {
    run.stop(reason); // first, or a thread that revives would go on with the next points
    try {
      return run.recordBeforeUnfinished(); // before an interrupt wakes one
    } catch (RuntimeException e) { // of an earlier point, as its failure, or a wrong proof
      throw failure(e);
    } finally {
      run.close();
      worker.interrupt();
    }
  }

  /** Abandons a strategy that goes on although the run has ended it. */
  private Stop abandon(RuntimeException end) {
    if (end instanceof SearchStoppedException stopped) {
      run.count(SearchResult.GIVEN_UP, 1);
      abandon(stopped.reason());
      return stopped.reason();
    }
    abandon(Stop.CANCELLED);
    throw end;
  }

  private SearchResult outcome() {
    RuntimeException end = run.end();
    if (thrown != null && !isOrWraps(thrown, end)) {
      throw failure(thrown);
    }
    if (end instanceof SearchStoppedException stopped) {
      return result(stopped.reason());
    }
    if (end != null) {
      throw end;
    }
    return result(Stop.COMPLETE);
  }

  /**
   * Whether this is what ended the run, which libraries that the strategy uses may have wrapped.
   */
  private static boolean isOrWraps(Throwable thrown, RuntimeException end) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e == end) {
        return true;
      }
    }
    return false;
  }

  private RuntimeException failure(Throwable thrown) {
    if (thrown instanceof LinkageError error) {
      throw error; // A jar lacks a class: whoever knows the class path has a better message.
    }
    for (Throwable e = thrown; e != null; e = e.getCause()) { // Libraries wrap it as well.
      PlugIns.requireItsOwn(e);
    }
    boolean isRefusal =
        thrown instanceof InvalidInputException || thrown instanceof EvaluationFailedException;
    return isRefusal
        ? (RuntimeException) thrown
        : new StrategyFailedException(strategy.name(), thrown);
  }
}
