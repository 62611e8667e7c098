package org.flatsearch.json;

import java.util.Objects;

/**
 * Input from outside (a file, a name, an option) breaks a rule.
 *
 * <p>The message is complete and meant for the user: what is wrong, where (file, JSON path or
 * option), the value that was found, the rule, and what would be right. The command line prints it
 * unchanged, without a stack trace, and ends with exit code 2.
 */
public class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what the user reads
   */
  public InvalidInputException(String message) {
    this(message, null);
  }

  /**
   * @param message what the user reads
   * @param cause for whoever debugs the program itself; null if there is none
   */
  public InvalidInputException(String message, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
  }
}
