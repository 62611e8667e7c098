package org.flatsearch.experiments.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.run.RunExecutor;
import org.flatsearch.experiments.run.RunOutcome;

/** Executes runs as {@link SparkRunExecutor} does, and measures the cost. */
final class MeasuredExecutor implements RunExecutor {
  /** How long an execution waits at its end, so that the listener hears of the last tasks. */
  static final double LISTENER_SECONDS = 1;

  private final SparkCluster cluster;
  private final boolean alone;
  private final AtomicLong tasks = new AtomicLong();
  private final AtomicLong resultBytes = new AtomicLong();
  private final AtomicLong taskNanos = new AtomicLong();
  private long firstOutcomeNanos;

  /**
   * @param alone whether each run is a task of its own
   */
  MeasuredExecutor(SparkCluster cluster, boolean alone) {
    this.cluster = cluster;
    this.alone = alone;
    cluster.addListener(
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd task) {
            tasks.incrementAndGet();
            TaskMetrics metrics = task.taskMetrics();
            resultBytes.addAndGet(metrics.resultSize());
            taskNanos.addAndGet(metrics.executorCpuTime() + metrics.executorDeserializeCpuTime());
          }
        });
  }

  @Override
  public String description() {
    return "Spark, measured";
  }

  @Override
  public OptionalInt parallelism() {
    return OptionalInt.of(cluster.cores());
  }

  @Override
  public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
    tasks.set(0);
    resultBytes.set(0);
    taskNanos.set(0);
    firstOutcomeNanos = 0;
    Consumer<RunOutcome> noting =
        outcome -> {
          firstOutcomeNanos = firstOutcomeNanos == 0 ? System.nanoTime() : firstOutcomeNanos;
          outcomes.accept(outcome);
        };
    // A run of unknown pace is a task of its own, and this pace never learns.
    Pace pace = alone ? new Pace(Integer.MAX_VALUE) : new Pace(1);
    new Dispatch(cluster, runs, noting, pace).run();
    awaitListener();
  }

  private static void awaitListener() {
    try {
      Thread.sleep((long) (LISTENER_SECONDS * 1000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long firstOutcomeNanos() {
    return firstOutcomeNanos;
  }

  /** The number of tasks that ended. */
  long tasks() {
    return tasks.get();
  }

  /** The bytes of the serialised results of all tasks. */
  long resultBytes() {
    return resultBytes.get();
  }

  /**
   * The processor time of the threads of tasks, in seconds. Searches have threads of their own, so
   * this is what a worker spends in addition to them.
   */
  double taskCpuSeconds() {
    return taskNanos.get() / 1e9;
  }

  /** The bytes of a serialised batch of these runs. */
  static long bytes(List<Run> runs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Batch(runs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }
}
