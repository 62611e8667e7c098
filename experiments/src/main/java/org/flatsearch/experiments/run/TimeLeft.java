package org.flatsearch.experiments.run;

import java.util.HashMap;
import java.util.Map;
import org.flatsearch.experiments.run.ExperimentListener.Left;

/**
 * How long the runs that are left will take: what those of their kind took on average, at the pace
 * of this session. The plain average over all runs would promise the end within seconds while
 * proofs of minutes come last.
 */
final class TimeLeft {
  private final Map<Object, Kind> kinds = new HashMap<>();
  private final Map<String, Kind> kindsOfRuns = new HashMap<>();
  private double sessionSeconds;

  /** Runs that take about as long. */
  private static final class Kind {
    private int open;
    private int finished;
    private double seconds;
  }

  /**
   * A run that is to be executed, or has been.
   *
   * @param kind what it has in common with others that take about as long
   */
  void add(String id, Object kind) {
    Kind same = kinds.computeIfAbsent(kind, key -> new Kind());
    same.open++;
    kindsOfRuns.put(id, same);
  }

  /** An earlier session finished a run. */
  void finishedEarlier(String id, double seconds) {
    Kind kind = kindsOfRuns.get(id);
    kind.open--;
    kind.finished++;
    kind.seconds += seconds;
  }

  /** This session finished a run. */
  void finished(String id, double seconds) {
    finishedEarlier(id, seconds);
    sessionSeconds += seconds;
  }

  /** A run failed, so this session will not come back to it. */
  void failed(String id) {
    kindsOfRuns.get(id).open--;
  }

  /**
   * The time left.
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
    // Several runs at a time take less than the sum.
    double pace = sessionSeconds > 0 ? elapsedSeconds / sessionSeconds : 0;
    return new Left(seconds * pace, isAll && (pace > 0 || seconds == 0));
  }
}
