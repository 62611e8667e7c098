package org.flatsearch.experiments.run;

import java.util.HashMap;
import java.util.Map;
import org.flatsearch.experiments.run.ExperimentListener.Left;

/**
 * Estimates how long the remaining runs will take: the average of the finished runs of the same
 * kind, at the pace of this session. An average over all runs would promise an end within seconds
 * while proofs that take minutes come last.
 */
final class TimeLeft {
  private final Map<Object, Kind> kinds = new HashMap<>();
  private final Map<String, Kind> kindsOfRuns = new HashMap<>();
  private double sessionSeconds;

  /** Runs that take about equally long. */
  private static final class Kind {
    private int open;
    private int finished;
    private double seconds;
  }

  /**
   * Adds a run, whether it is to be executed or finished already.
   *
   * @param kind what it shares with runs that take about equally long
   */
  void add(String id, Object kind) {
    Kind same = kinds.computeIfAbsent(kind, key -> new Kind());
    same.open++;
    kindsOfRuns.put(id, same);
  }

  /** Notes that an earlier session finished a run. */
  void finishedEarlier(String id, double seconds) {
    Kind kind = kindsOfRuns.get(id);
    kind.open--;
    kind.finished++;
    kind.seconds += seconds;
  }

  /** Notes that this session finished a run. */
  void finished(String id, double seconds) {
    finishedEarlier(id, seconds);
    sessionSeconds += seconds;
  }

  /** Notes that a run failed, which this session does not try again. */
  void failed(String id) {
    kindsOfRuns.get(id).open--;
  }

  /**
   * The time left, by what is known now.
   *
   * @param elapsedSeconds how long this session has taken so far
   */
  Left after(double elapsedSeconds) {
    double seconds = 0;
    boolean isAll = true;
    for (Kind kind : kinds.values()) {
      if (kind.finished > 0) {
        seconds += kind.open * kind.seconds / kind.finished;
      } else if (kind.open > 0) {
        isAll = false;
      }
    }
    // Runs that are executed in parallel take less than the sum of their times.
    double pace = sessionSeconds > 0 ? elapsedSeconds / sessionSeconds : 0;
    return new Left(seconds * pace, isAll && (pace > 0 || seconds == 0));
  }
}
