package org.flatsearch.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.json.InvalidInputException;

/** Executes runs by threads of this process, each run in one of them. */
public final class LocalRunExecutor implements RunExecutor {
  private final int threads;

  /**
   * @param threads how many runs to execute at once, at least 1
   */
  public LocalRunExecutor(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("an executor needs at least 1 thread, not " + threads);
    }
    this.threads = threads;
  }

  @Override
  public String description() {
    return threads == 1 ? "1 thread of this process" : threads + " threads of this process";
  }

  @Override
  public OptionalInt parallelism() {
    return OptionalInt.of(threads);
  }

  @Override
  public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "flatsearch-run");
              thread.setDaemon(true);
              return thread;
            });
    try {
      AtomicInteger next = new AtomicInteger();
      List<Future<?>> workers = new ArrayList<>();
      for (int k = 0; k < threads; k++) {
        workers.add(pool.submit(() -> work(runs, next, outcomes)));
      }
      for (Future<?> worker : workers) {
        await(worker);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void work(List<Run> runs, AtomicInteger next, Consumer<RunOutcome> outcomes) {
    RunExecution execution = new RunExecution();
    try {
      for (int k = next.getAndIncrement(); k < runs.size(); k = next.getAndIncrement()) {
        outcomes.accept(outcome(execution, runs.get(k)));
      }
    } catch (Throwable e) {
      next.set(runs.size());
      throw e;
    }
  }

  private static RunOutcome outcome(RunExecution execution, Run run) {
    try {
      return new RunOutcome.Finished(execution.execute(run));
    } catch (InvalidInputException e) {
      return new RunOutcome.Failed(run, e.getMessage());
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      // Errors of a plug-in, most often one that was built for another version.
      return new RunOutcome.Failed(run, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static void await(Future<?> worker) {
    try {
      worker.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while runs are executed", e);
    }
  }
}
