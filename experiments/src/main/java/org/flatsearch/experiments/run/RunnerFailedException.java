package org.flatsearch.experiments.run;

import java.util.Objects;

/**
 * Runs can't be executed where they were to be, such as a cluster that doesn't answer. What was
 * executed until then is safe. The message is complete and meant for the user.
 */
public final class RunnerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with its cause, for whoever debugs the program; null if there is none. */
  public RunnerFailedException(String message, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
  }
}
