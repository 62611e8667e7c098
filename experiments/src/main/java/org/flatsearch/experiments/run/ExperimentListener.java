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
   * @param earlier runs that were finished by earlier sessions
   * @param finished runs that are finished, those of earlier sessions included
   * @param failed runs that failed in this session
   * @param gap the gap of the best schedule to the proven lower bound, of the problem where it is
   *     largest
   */
  record Progress(int runs, int earlier, int finished, int failed, OptionalDouble gap) {}
}
