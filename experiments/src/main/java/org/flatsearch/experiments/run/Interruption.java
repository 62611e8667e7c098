package org.flatsearch.experiments.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles Ctrl-C: cancels the work under way and delays the end of the program until its result is
 * shown, for a few seconds at most.
 *
 * <p>The JVM then ends with the exit code of the signal, 130 for Ctrl-C.
 */
public final class Interruption implements AutoCloseable {
  /** What a shell reports for a program that Ctrl-C ended. */
  public static final int EXIT_CODE = 130;

  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch shown = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean happened;
  private volatile Runnable cancel = () -> {};

  /** Handles Ctrl-C from now on. */
  public Interruption() {
    hook = new Thread(this::interrupt, "flatsearch-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Sets what to do at Ctrl-C, and does it at once if Ctrl-C was pressed before. */
  public void onInterrupt(Runnable action) {
    cancel = action;
    if (happened) {
      action.run();
    }
  }

  /** Lets the program end at Ctrl-C without a delay, because nothing more is to be shown. */
  public void endAtOnce() {
    shown.countDown();
  }

  /**
   * Whether Ctrl-C was pressed. What else ends with the program, such as a cluster's connection,
   * may fail before this has been told.
   */
  public boolean happened() {
    return happened || isEnding();
  }

  /** Whether the program is ending, so that this handles Ctrl-C now, or will at once. */
  public static boolean isEnding() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private void interrupt() {
    happened = true;
    cancel.run();
    try {
      shown.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    endAtOnce();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending already, so the hook has run.
    }
  }
}
