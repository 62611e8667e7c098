package org.flatsearch.experiments.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens at Ctrl-C: what runs is cancelled, and the program stays until its result is shown
 * or a moment has passed.
 *
 * <p>The exit code is then that of the signal, 130 for Ctrl-C, by the rules of the JVM.
 */
public final class Interruption implements AutoCloseable {
  /** What a shell reports for a program that Ctrl-C ended. */
  public static final int EXIT_CODE = 130;

  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch shown = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean happened;
  private volatile Runnable cancel = () -> {};

  /** Waits for Ctrl-C from now on. */
  public Interruption() {
    hook = new Thread(this::interrupt, "flatsearch-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Says what to do at Ctrl-C from now on; does it at once if that was already pressed. */
  public void onInterrupt(Runnable action) {
    cancel = action;
    if (happened) {
      action.run();
    }
  }

  /** Lets the program end, as nothing more is to be shown. */
  public void endAtOnce() {
    shown.countDown();
  }

  /** Whether Ctrl-C was pressed. */
  public boolean happened() {
    return happened;
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
      // The program is ending already, which is when the hook has done its work.
    }
  }
}
