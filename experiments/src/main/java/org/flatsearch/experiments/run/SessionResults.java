package org.flatsearch.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.run.ExperimentListener.Progress;

/** Takes the outcomes of a session: appends what is finished, counts, and tells how far it is. */
final class SessionResults {
  private final int runs;
  private final RunLog log;
  private final GapTracker gaps;
  private final TimeLeft left;
  private final ExperimentListener listener;
  private final int earlier;
  private final long beginNanos = System.nanoTime();
  private final Map<String, Run> failures = new LinkedHashMap<>();
  private int failed;

  SessionResults(
      int runs, RunLog log, GapTracker gaps, TimeLeft left, ExperimentListener listener) {
    this.runs = runs;
    this.log = log;
    this.gaps = gaps;
    this.left = left;
    this.listener = listener;
    earlier = log.size();
    tell();
  }

  private void tell() {
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    listener.changed(
        new Progress(runs, log.size(), failed, gaps.largestGap(), left.after(seconds)));
  }

  /**
   * Takes an outcome; by any thread.
   *
   * @throws UncheckedIOException if it can't be written
   */
  synchronized void add(RunOutcome outcome) {
    if (outcome instanceof RunOutcome.Finished finished) {
      try {
        log.append(finished.record());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      gaps.add(finished.record());
      left.finished(finished.record().id(), finished.record().seconds());
    } else if (outcome instanceof RunOutcome.Failed failure) {
      failed++;
      left.failed(failure.run().id());
      failures.putIfAbsent(failure.reason(), failure.run());
    }
    tell();
  }

  Experiment.Summary summary() {
    return new Experiment.Summary(
        runs, log.size() - earlier, failures, failed, log.isTornLineCut(), gaps.wrongProofs());
  }
}
