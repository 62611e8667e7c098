package org.flatsearch.experiments.run;

import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;

/** Executes runs in threads of this process. */
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
  public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "flatsearch-run");
              thread.setDaemon(true);
              return thread;
            });
    CompletionService<Void> workers = new ExecutorCompletionService<>(pool);
    AtomicInteger next = new AtomicInteger();
    try {
      for (int k = 0; k < threads; k++) {
        workers.submit(() -> work(runs, next, outcomes), null);
      }
      for (int k = 0; k < threads; k++) {
        Tasks.get(workers.take()); // whichever ends first: another may have hours to go
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while runs are executed", e);
    } finally {
      next.set(runs.size());
      pool.shutdown();
    }
  }

  private void work(List<Run> runs, AtomicInteger next, Consumer<RunOutcome> outcomes) {
    RunExecution execution = new RunExecution();
    for (int k = next.getAndIncrement(); k < runs.size(); k = next.getAndIncrement()) {
      outcomes.accept(outcome(execution, runs.get(k)));
    }
  }

  private RunOutcome outcome(RunExecution execution, Run run) {
    try {
      return new RunOutcome.Finished(execution.execute(run));
    } catch (InvalidInputException | PlugInFailedException e) {
      return failed(run, e.getMessage(), e);
    } catch (RuntimeException e) { // a defect of ours, such as a wrong proof
      return failed(run, e.toString(), e);
    }
  }

  private RunOutcome failed(Run run, String reason, Throwable cause) {
    DebugTrace.show(cause);
    return new RunOutcome.Failed(run, reason);
  }
}
