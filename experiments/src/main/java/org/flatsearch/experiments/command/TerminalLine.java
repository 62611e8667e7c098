package org.flatsearch.experiments.command;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The line of a terminal in which a progress bar draws itself. It writes, and leaves the terminal
 * alone otherwise. By default, the library asks the terminal for its width, and for that replaces
 * the process's handling of Ctrl-C: it would then end without keeping what was found.
 */
final class TerminalLine implements ProgressBarConsumer {
  /** Fits any usual terminal, with the two characters that it shows for Ctrl-C. */
  private static final int WIDTH = 77;

  private static final String BLANKS = " ".repeat(WIDTH + "^C".length());

  /** While the line is drawn, a narrower terminal cuts it off and does not scroll. */
  private static final String CUT = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";
  private static final String ERASE_REST = "\u001b[K";

  private final PrintStream terminal;
  private final boolean escapes;
  private boolean drawn;
  private boolean ended;

  /** A line on standard error. */
  TerminalLine() {
    this(System.err, Terminal.knowsEscapeCodes());
  }

  /**
   * @param escapes whether the terminal knows escape codes
   */
  TerminalLine(PrintStream terminal, boolean escapes) {
    this.terminal = terminal;
    this.escapes = escapes;
  }

  /** Begins a bar in this line. */
  ProgressBarBuilder bar(String task) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(this);
  }

  @Override
  public int getMaxRenderedLength() {
    return WIDTH;
  }

  @Override
  public synchronized void accept(String text) {
    String line = text.substring(0, Math.min(WIDTH, text.length()));
    write(escapes ? "\r" + CUT + line + ERASE_REST + WRAP : "\r" + line);
    drawn = true;
  }

  /** Leaves the line empty, with the cursor at its begin. */
  @Override
  public synchronized void clear() {
    if (drawn) {
      write(escapes ? "\r" + ERASE_REST : "\r" + BLANKS + "\r");
      drawn = false;
    }
  }

  /** Leaves the line as it is; what is written next is below. */
  @Override
  public synchronized void close() {
    if (drawn) {
      write(System.lineSeparator());
      drawn = false;
    }
    end();
  }

  /** Draws nothing any more, because others write from now on; any thread. */
  synchronized void end() {
    ended = true;
  }

  private void write(String text) {
    if (!ended) {
      terminal.print(text);
      terminal.flush();
    }
  }
}
