package org.flatsearch.experiments.spark;

import java.io.Serializable;
import java.util.Objects;

/**
 * The result of a run, as a task sends it.
 *
 * @param kind what became of the run
 * @param seconds how long it took
 * @param text the line of its result, or why there is none
 */
record RunResult(Kind kind, double seconds, String text) implements Serializable {
  /** What became of a run. */
  enum Kind {
    /** It was executed; the text is the line of its result. */
    FINISHED,
    /** The model, the space or the strategy refused it, and would do so again. */
    REFUSED,
    /** It failed, perhaps because of the machine. */
    FAILED,
    /** The worker can't execute runs of this experiment. */
    UNFIT_WORKER
  }

  RunResult {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
  }
}
