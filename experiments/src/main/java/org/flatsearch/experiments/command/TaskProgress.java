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
  private final TerminalLine line;
  private final Thread thread;

  private TaskProgress(String task, DoubleSupplier progress, TerminalLine line) {
    this.task = task;
    this.progress = progress;
    this.line = line;
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
    return Terminal.isStandardError()
        ? during(task, progress, work, new TerminalLine())
        : work.get();
  }

  /**
   * The same.
   *
   * @param line where the bar is drawn
   */
  static <T> T during(String task, DoubleSupplier progress, Supplier<T> work, TerminalLine line) {
    TaskProgress display = new TaskProgress(task, progress, line);
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
      try (ProgressBar bar = line.bar(task).setInitialMax(STEPS).clearDisplayOnFinish().build()) {
        while (!Thread.currentThread().isInterrupted()) {
          bar.stepTo(Math.round(STEPS * progress.getAsDouble()));
          Thread.sleep(GLANCE_MILLIS);
        }
      } finally {
        // A bar that is closed before it was drawn is drawn then, and would stay.
        line.clear();
        line.end();
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
