package org.flatsearch.experiments.spark;

import java.util.Objects;

/**
 * What a task says of a run.
 *
 * @param kind what became of it
 * @param seconds how long it took
 * @param text the line of its result, or why there is none
 */
record RunResult(Kind kind, double seconds, String text) {
  /** What became of a run. */
  enum Kind {
    /** It was executed; the text is the line of its result. */
    FINISHED,
    /** The model, the space or the strategy refused it, as it always will. */
    REFUSED,
    /** It failed, which may have been the machine's fault. */
    FAILED,
    /** The worker can't execute runs of this experiment. */
    UNFIT_WORKER
  }

  RunResult {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
  }

  /** As it travels. */
  String toText() {
    return kind + " " + seconds + " " + text;
  }

  static RunResult read(String text) {
    String[] parts = text.split(" ", 3);
    return new RunResult(Kind.valueOf(parts[0]), Double.parseDouble(parts[1]), parts[2]);
  }
}
