package org.flatsearch.experiments.command;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;

/** A progress bar on standard error, in a terminal only and only for what takes a while. */
final class TaskProgress {
  private static final int STEPS = 1000;
  private static final long PATIENCE_MILLIS = 500;
  private static final long GLANCE_MILLIS = 100;

  private final String task;
  private final DoubleSupplier progress;
  private final Thread thread;

  private TaskProgress(String task, DoubleSupplier progress) {
    this.task = task;
    this.progress = progress;
    thread = new Thread(this::show, "flatsearch-progress");
    thread.setDaemon(true);
  }

  /**
   * Does a task, and shows how far it is.
   *
   * @param progress a fraction, 0 to 1
   * @param work the task
   */
  static <T> T during(String task, DoubleSupplier progress, Supplier<T> work) {
    if (!Terminal.isStandardError()) {
      return work.get();
    }
    TaskProgress display = new TaskProgress(task, progress);
    display.thread.start();
    try {
      return work.get();
    } finally {
      display.end();
    }
  }

  private void show() {
    try {
      Thread.sleep(PATIENCE_MILLIS);
      try (ProgressBar bar =
          new TerminalLine().bar(task).setInitialMax(STEPS).clearDisplayOnFinish().build()) {
        while (!Thread.currentThread().isInterrupted()) {
          bar.stepTo(Math.round(STEPS * progress.getAsDouble()));
          Thread.sleep(GLANCE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
