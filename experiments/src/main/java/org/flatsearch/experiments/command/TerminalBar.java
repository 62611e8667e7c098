package org.flatsearch.experiments.command;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar: one line of the terminal, on standard error. */
final class TerminalBar {
  /** Fits any usual terminal. */
  private static final int WIDTH = 79;

  private TerminalBar() {}

  /**
   * Begins a bar that writes, and leaves the terminal alone otherwise. By default, the library asks
   * the terminal for its width, and for that replaces the process's handling of Ctrl-C: it would
   * then end without keeping what was found.
   */
  static ProgressBarBuilder of(String task) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH));
  }
}
