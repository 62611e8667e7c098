package org.flatsearch.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;

/** Executes runs in threads of this process. */
public final class LocalRunExecutor implements RunExecutor {
  /** How often to check the other threads for failures while waiting for one to end. */
  private static final long GLANCE_MILLIS = 20;

  private final int threads;

  private final FailureTraces traces = new FailureTraces();

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
    AtomicInteger next = new AtomicInteger();
    List<Worker> workers = new ArrayList<>();
    for (int k = 0; k < threads; k++) {
      workers.add(new Worker(runs, next, outcomes));
    }
    workers.forEach(Worker::start);
    for (Worker worker : workers) {
      while (worker.isAlive()) {
        workers.forEach(Worker::requireNoFailure);
        await(worker, next);
      }
    }
    workers.forEach(Worker::requireNoFailure);
  }

  /** Not a task of a pool: if memory runs out inside the pool itself, its task never completes. */
  private final class Worker extends Thread {
    private final List<Run> runs;
    private final AtomicInteger next;
    private final Consumer<RunOutcome> outcomes;
    private volatile Throwable failure;

    Worker(List<Run> runs, AtomicInteger next, Consumer<RunOutcome> outcomes) {
      super("flatsearch-run");
      setDaemon(true);
      this.runs = runs;
      this.next = next;
      this.outcomes = outcomes;
    }

    @Override
    public void run() {
      try {
        RunExecution execution = new RunExecution();
        for (int k = next.getAndIncrement(); k < runs.size(); k = next.getAndIncrement()) {
          outcomes.accept(outcome(execution, runs.get(k)));
        }
      } catch (Throwable e) { // thrown again by the thread that waits
        next.set(runs.size());
        failure = e;
      }
    }

    void requireNoFailure() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
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
    traces.show(run, cause);
    return new RunOutcome.Failed(run, reason);
  }

  private static void await(Worker worker, AtomicInteger next) {
    try {
      worker.join(GLANCE_MILLIS);
    } catch (InterruptedException e) {
      next.set(worker.runs.size());
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while runs are executed", e);
    }
  }
}
