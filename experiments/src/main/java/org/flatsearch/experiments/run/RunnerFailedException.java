package org.flatsearch.experiments.run;

import java.util.Objects;

/**
 * Thrown when runs can't be executed where the user wants, such as on a cluster that doesn't
 * answer. Runs that finished before are safe. The message is complete and meant for the user.
 */
public final class RunnerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with its cause, for those who debug the program; null if there is none. */
  public RunnerFailedException(String message, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
  }
}
