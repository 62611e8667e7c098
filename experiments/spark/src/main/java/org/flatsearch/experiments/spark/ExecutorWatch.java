package org.flatsearch.experiments.spark;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
  private final LongSupplier nanos;
  private final Consumer<String> notes;

  /** The executors that came up and have not ended, by their numbers. */
  private final Set<String> up = new HashSet<>();

  private int startFailures;
  private String lastFailure;
  private OptionalLong absentSinceNanos;
  private boolean toldOfWaiting;

  ExecutorWatch(String master) {
    this(master, System::nanoTime, System.err::println);
  }

  /**
   * @param nanos the time in nanoseconds, from any origin
   * @param notes receives what the user should know
   */
  ExecutorWatch(String master, LongSupplier nanos, Consumer<String> notes) {
    this.master = master;
    this.nanos = nanos;
    this.notes = notes;
    absentSinceNanos = OptionalLong.of(nanos.getAsLong());
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    up.add(added.executorId());
    startFailures = 0;
  }

  /**
   * Notes that an executor ended, and why. One that had come up does not count: runs that crash, or
   * a loss of power, may end those of many workers at once.
   */
  synchronized void noteEnd(String executor, String reason) {
    if (!up.remove(executor)) {
      startFailures++;
      lastFailure = reason;
    }
  }

  /**
   * Checks that executors don't end as soon as they are started. Tells the user once if there has
   * been none for a while, at the beginning or because all have ended.
   *
   * @param present whether there is an executor now
   * @throws RunnerFailedException if executors end as soon as they are started
   */
  synchronized void requireExecutors(boolean present) {
    if (present) {
      absentSinceNanos = OptionalLong.empty();
      toldOfWaiting = false;
      return;
    }
    if (startFailures >= MOST_START_FAILURES) {
      throw new RunnerFailedException(
          "--master "
              + master
              + ": the executors on the workers end as soon as they start ("
              + lastFailure
              + "). Most often their Java is older than 17, JAVA_HOME there is wrong, or they can't"
              + " reach the driver at its address (spark.driver.host); the page of a worker shows"
              + " the stderr of each executor, which says more.",
          null);
    }
    long now = nanos.getAsLong();
    if (absentSinceNanos.isEmpty()) {
      absentSinceNanos = OptionalLong.of(now);
    }
    if (!toldOfWaiting && now - absentSinceNanos.getAsLong() > PATIENCE_NANOS) {
      toldOfWaiting = true;
      notes.accept(
          "Waiting for "
              + master
              + " to give an executor. Is there a worker with a core and the memory to spare"
              + " (spark.executor.memory, 1g by default), and can it reach the driver at its"
              + " address (spark.driver.host)?");
    }
  }
}
