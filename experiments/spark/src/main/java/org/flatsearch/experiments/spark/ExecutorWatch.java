package org.flatsearch.experiments.spark;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.flatsearch.experiments.run.RunnerFailedException;

/**
 * Watches whether executors come up. If they end at their start, a master starts them again for
 * ever.
 */
final class ExecutorWatch extends SparkListener {
  private static final int MOST_START_FAILURES = 4;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final String master;
  private final long beginNanos = System.nanoTime();
  private int startFailures;
  private String lastFailure;
  private boolean toldOfWaiting;

  ExecutorWatch(String master) {
    this.master = master;
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    startFailures = 0;
  }

  /** Notes that an executor ended, perhaps before it came up, and why. */
  synchronized void noteStartFailure(String reason) {
    startFailures++;
    lastFailure = reason;
  }

  /**
   * Checks that executors don't end as soon as they are started. Tells the user once if none has
   * come up for a while.
   *
   * @param present whether there is an executor now
   * @throws RunnerFailedException if executors end as soon as they are started
   */
  synchronized void requireExecutors(boolean present) {
    if (present) {
      toldOfWaiting = true;
      return;
    }
    if (startFailures >= MOST_START_FAILURES) {
      throw new RunnerFailedException(
          "--master "
              + master
              + ": the executors on the workers end as soon as they start ("
              + lastFailure
              + "). Most often their Java is older than 17, or JAVA_HOME there is wrong; the page"
              + " of a worker shows the stderr of each executor, which says more.",
          null);
    }
    if (!toldOfWaiting && System.nanoTime() - beginNanos > PATIENCE_NANOS) {
      toldOfWaiting = true;
      System.err.println(
          "Waiting for "
              + master
              + " to give an executor. Is there a worker with a core and the memory to spare"
              + " (spark.executor.memory, 1g by default)?");
    }
  }
}
