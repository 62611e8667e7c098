package org.flatsearch.experiments.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import org.flatsearch.experiments.run.ExperimentListener;
import org.flatsearch.experiments.text.Units;

/**
 * Shows on standard error how far an experiment is: a bar in a terminal, a line a minute in a pipe.
 */
final class RunProgress implements ExperimentListener, AutoCloseable {
  private static final long LINE_SECONDS = 60;

  private final String name;
  private final PrintWriter err;
  private final TerminalLine line;
  private final ScheduledExecutorService clock;
  private ProgressBar bar;

  /**
   * Read without a lock: the bar's own thread asks for it while {@link #close} waits for the bar.
   */
  private volatile Progress latest;

  RunProgress(String name, PrintWriter err) {
    this(name, err, Terminal.isStandardError() ? new TerminalLine() : null);
  }

  /**
   * @param line where a bar is drawn; null for a line a minute
   */
  RunProgress(String name, PrintWriter err, TerminalLine line) {
    this.name = name;
    this.err = err;
    this.line = line;
    clock = line != null ? null : Executors.newSingleThreadScheduledExecutor(RunProgress::daemon);
    if (clock != null) {
      clock.scheduleAtFixedRate(this::tell, LINE_SECONDS, LINE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "flatsearch-progress");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void changed(Progress progress) {
    latest = progress;
    if (line == null) {
      return;
    }
    if (bar == null) {
      bar =
          line.bar(name)
              .setUnit(" runs", 1)
              .setInitialMax(progress.runs())
              .startsFrom(progress.finished(), Duration.ZERO)
              .setEtaFunction(state -> duration())
              .build();
    }
    bar.stepTo(progress.finished());
    bar.setExtraMessage(" " + gap(progress));
  }

  private static String gap(Progress progress) {
    String gap =
        progress.gap().isPresent()
            ? "best gap " + Units.percent(progress.gap().getAsDouble())
            : "nothing proven yet";
    return progress.failed() == 0 ? gap : gap + ", " + progress.failed() + " failed";
  }

  private static String left(Left left) {
    if (left.seconds() == 0 && !left.isAll()) {
      return "time left unknown";
    }
    return (left.isAll() ? "" : "more than ") + Units.duration(left.seconds()) + " left";
  }

  private Optional<Duration> duration() {
    return Optional.of(latest.left())
        .filter(Left::isAll)
        .map(left -> Duration.ofMillis(Math.round(left.seconds() * 1000)));
  }

  /** Prints how far the runs are. */
  synchronized void tell() {
    if (latest == null) {
      return;
    }
    err.println(
        "%s: %s of %s runs, %s, %s"
            .formatted(
                name,
                Units.count(latest.finished()),
                Units.count(latest.runs()),
                gap(latest),
                left(latest.left())));
  }

  /** Draws no bar any more, because others write; without waiting for the bar, in any thread. */
  void end() {
    if (line != null) {
      line.end();
    }
  }

  @Override
  public synchronized void close() {
    if (clock != null) {
      clock.shutdownNow();
    }
    if (bar != null) {
      bar.close();
      line.close(); // A bar that is closed before it was drawn is drawn then, and its line goes on.
      bar = null;
    }
  }
}
