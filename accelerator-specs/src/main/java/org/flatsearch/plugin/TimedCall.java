package org.flatsearch.plugin;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Calls a plug-in in a thread of its own, so that one that hangs is named. */
public final class TimedCall {
  private static final long GLANCE_MILLIS = 100;

  private TimedCall() {}

  /**
   * What a call returns, or throws. One that is late is abandoned; as a daemon, its thread does not
   * keep the program alive. An interrupt of the thread that waits is kept for later.
   *
   * @param seconds how long the call may take; time in which the process is stopped, as by Ctrl-Z,
   *     does not count
   * @param late what to throw then
   */
  public static <T> T of(
      Supplier<T> call, double seconds, Supplier<? extends RuntimeException> late) {
    FutureTask<T> task = new FutureTask<>(call::get);
    Thread thread = new Thread(task, "flatsearch-call");
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      for (double left = seconds; left > 0; left -= GLANCE_MILLIS / 1e3) {
        try {
          return task.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // looks again
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      task.cancel(true);
      throw late.get();
    } catch (ExecutionException e) {
      throw TimedCall.<RuntimeException>thrown(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Throws what the call threw: of a plug-in that need not declare it, also what is checked. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E thrown(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
