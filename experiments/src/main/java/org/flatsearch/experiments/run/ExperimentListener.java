package org.flatsearch.experiments.run;

import java.util.OptionalDouble;

/** Receives the progress of an experiment. It is called by one thread at a time. */
public interface ExperimentListener {
  /** Ignores all progress. */
  ExperimentListener NONE = progress -> {};

  /** Called when the experiment begins, and whenever a run has finished or failed. */
  void changed(Progress progress);

  /**
   * The progress of an experiment.
   *
   * @param runs the number of all runs
   * @param finished the number of finished runs, those of earlier sessions included
   * @param failed the number of runs that failed in this session
   * @param gap the gap of the best schedule to the proven lower bound, for the problem where it is
   *     largest; empty as long as nothing is proven
   * @param left how long the remaining runs will take
   */
  record Progress(int runs, int finished, int failed, OptionalDouble gap, Left left) {}

  /**
   * An estimate of the time left.
   *
   * @param seconds the time of the runs whose kind has been timed
   * @param isAll whether these are all remaining runs
   */
  record Left(double seconds, boolean isAll) {}
}
