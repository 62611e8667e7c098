package org.flatsearch.experiments.command;

/**
 * A command could not do what was asked although its input was right. The message is complete and
 * meant for the user; the exit code is 1.
 */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }

  /** A failure with its cause, for whoever debugs the program. */
  CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
