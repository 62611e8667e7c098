package org.flatsearch.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.run.ExperimentListener.Progress;

/** Takes the outcomes of a session: appends finished runs, counts, and reports the progress. */
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
  private IOException writeFailure;

  /** The runs without an outcome, by their identifiers. */
  private final Map<String, Run> open = new LinkedHashMap<>();

  /**
   * @param runs the number of all runs
   * @param planned the runs that this session is to execute
   */
  SessionResults(
      int runs,
      List<PlannedRun> planned,
      RunLog log,
      GapTracker gaps,
      TimeLeft left,
      ExperimentListener listener) {
    this.runs = runs;
    planned.forEach(run -> open.put(run.id(), run.run()));
    this.log = log;
    this.gaps = gaps;
    this.left = left;
    this.listener = listener;
    earlier = log.size();
    reportProgress();
  }

  private void reportProgress() {
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    listener.changed(
        new Progress(runs, log.size(), failed, gaps.largestGap(), left.after(seconds)));
  }

  /**
   * Takes an outcome, from any thread. It is ignored if its run has one already or is not of this
   * session.
   *
   * @throws UncheckedIOException if it can't be written
   */
  synchronized void add(RunOutcome outcome) {
    Run run = open.get(outcome.id());
    if (run == null) {
      return;
    }
    open.remove(outcome.id());
    if (outcome instanceof RunOutcome.Finished finished) {
      try {
        log.append(finished.record());
      } catch (IOException e) {
        writeFailure = e;
        throw new UncheckedIOException(e);
      }
      gaps.add(finished.record());
      left.finished(outcome.id(), finished.record().seconds());
    } else if (outcome instanceof RunOutcome.Failed failure) {
      failed++;
      left.failed(outcome.id());
      failures.putIfAbsent(failure.reason(), failure.run());
    }
    reportProgress();
  }

  /**
   * Checks that an executor, which may be a plug-in, has lost no run.
   *
   * @throws RunnerFailedException if it has
   */
  synchronized void requireAll(RunExecutor executor) {
    if (!open.isEmpty()) {
      Run first = open.values().iterator().next();
      throw new RunnerFailedException(
          ("--runner: %s ended without an outcome of %s of %s runs, first %s. What is finished is"
                  + " safe, and --resume continues.")
              .formatted(executor.description(), open.size(), runs, first.id()),
          null);
    }
  }

  /** Requires that all outcomes could be written, whatever the executor made of the failure. */
  synchronized void requireWritten() throws IOException {
    if (writeFailure != null) {
      throw writeFailure;
    }
  }

  Experiment.Summary summary() {
    return new Experiment.Summary(
        runs,
        log.size() - earlier,
        failures,
        failed,
        log.isTornLineCut(),
        log.damaged(),
        gaps.wrongProofs());
  }
}
