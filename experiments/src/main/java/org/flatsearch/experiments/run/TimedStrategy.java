package org.flatsearch.experiments.run;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;

/** A strategy whose processor time is measured, in the thread that it searches in. */
final class TimedStrategy implements SearchStrategy {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final SearchStrategy strategy;
  private volatile double cpuSeconds = Double.NaN;

  TimedStrategy(SearchStrategy strategy) {
    this.strategy = strategy;
  }

  @Override
  public String name() {
    return strategy.name();
  }

  @Override
  public String description() {
    return strategy.description();
  }

  @Override
  public void search(SearchRun run) {
    long begin = nanos();
    try {
      strategy.search(run);
    } finally {
      cpuSeconds = (nanos() - begin) / 1e9;
    }
  }

  /** The processor time of this thread; wall-clock time on platforms that don't measure it. */
  private static long nanos() {
    return THREADS.isCurrentThreadCpuTimeSupported()
        ? THREADS.getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  /** The processor time of the last search; NaN if it did not return. */
  double cpuSeconds() {
    return cpuSeconds;
  }
}
