package org.flatsearch.experiments.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** A line on standard error that says how far something is, in a terminal again and again. */
final class ProgressLine implements AutoCloseable {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  /** Fits any usual terminal. */
  private static final int WIDTH = 78;

  private static final long PATIENCE_MILLIS = 500;
  private static final long GLANCE_MILLIS = 200;

  /** Where there is no terminal, after so many seconds a line says that the program works. */
  private static final long SILENCE_SECONDS = 10;

  private final PrintWriter terminal;
  private final ScheduledExecutorService clock;
  private boolean isDrawn;
  private boolean isClosed;

  private ProgressLine(PrintWriter terminal) {
    this.terminal = terminal;
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "flatsearch-progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Shows a text until it is closed: in a terminal in one line, elsewhere every ten seconds. */
  static ProgressLine of(Supplier<String> text, PrintWriter err) {
    ProgressLine line = new ProgressLine(err);
    if (isTerminal()) {
      line.drawRepeatedly(text);
    } else {
      line.clock.scheduleAtFixedRate(
          () -> line.tell(text.get()), SILENCE_SECONDS, SILENCE_SECONDS, TimeUnit.SECONDS);
    }
    return line;
  }

  /**
   * Does a task, and shows how far it is.
   *
   * @param progress a fraction, 0 to 1
   * @param work the task
   */
  static <T> T during(String task, DoubleSupplier progress, Supplier<T> work) {
    Supplier<String> text =
        () -> "%s: %.0f%%".formatted(task, Math.floor(100 * progress.getAsDouble()));
    ProgressLine line = of(text, new PrintWriter(System.err));
    try {
      return work.get();
    } finally {
      line.close();
    }
  }

  /** Whether standard error is a terminal. Java tells that only of standard input and output. */
  private static boolean isTerminal() {
    try {
      return Files.exists(STANDARD_ERROR)
          ? Files.readSymbolicLink(STANDARD_ERROR).toString().matches("/dev/(pts/|tty|console).*")
          : System.console() != null;
    } catch (IOException e) {
      return false;
    }
  }

  private void drawRepeatedly(Supplier<String> text) {
    clock.scheduleWithFixedDelay(
        () -> draw(text.get()), PATIENCE_MILLIS, GLANCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void tell(String text) {
    if (!isClosed) {
      terminal.println(text);
      terminal.flush();
    }
  }

  private synchronized void draw(String text) {
    if (!isClosed) {
      String cut = text.substring(0, Math.min(text.length(), WIDTH));
      terminal.print("\r" + cut + " ".repeat(WIDTH - cut.length()));
      terminal.flush();
      isDrawn = true;
    }
  }

  /** Clears the line. Any thread; nothing is drawn after this. */
  @Override
  public synchronized void close() {
    clock.shutdownNow();
    if (isDrawn && !isClosed) {
      terminal.print("\r" + " ".repeat(WIDTH) + "\r");
      terminal.flush();
    }
    isClosed = true;
  }
}
