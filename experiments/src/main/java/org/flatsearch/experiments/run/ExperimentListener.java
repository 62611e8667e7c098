package org.flatsearch.experiments.run;

import java.util.OptionalDouble;

/** Is told how far an experiment is. Called by one thread at a time. */
public interface ExperimentListener {
  /** Hears nothing. */
  ExperimentListener NONE = progress -> {};

  /** Something has changed: the experiment has begun, or a run is over. */
  void changed(Progress progress);

  /**
   * How far an experiment is.
   *
   * @param runs runs in all
   * @param finished runs that are finished, those of earlier sessions included
   * @param failed runs that failed in this session
   * @param gap the gap of the best schedule to the proven lower bound, of the problem where it is
   *     largest
   * @param left how long the others will take
   */
  record Progress(int runs, int finished, int failed, OptionalDouble gap, Left left) {}

  /**
   * An estimate of the time left.
   *
   * @param seconds of the runs whose time can be guessed from others of their kind
   * @param isAll false if there are more, whose time can't
   */
  record Left(double seconds, boolean isAll) {}
}
