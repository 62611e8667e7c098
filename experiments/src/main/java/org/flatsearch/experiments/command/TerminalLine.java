package org.flatsearch.experiments.command;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarConsumer;

/** Where progress bars are drawn: one line of the terminal, on standard error. */
final class TerminalLine {
  /** Fits any usual terminal. */
  private static final int WIDTH = 79;

  private TerminalLine() {}

  /**
   * A consumer that writes, and leaves the terminal alone otherwise. The default one of the library
   * asks the terminal for its width, and for that replaces the process's handling of Ctrl-C: it
   * would then end without keeping what was found.
   */
  static ProgressBarConsumer consumer() {
    return new ConsoleProgressBarConsumer(System.err, WIDTH);
  }
}
