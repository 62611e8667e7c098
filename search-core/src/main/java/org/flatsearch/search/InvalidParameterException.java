package org.flatsearch.search;

import org.flatsearch.json.InvalidInputException;

/**
 * Thrown when a strategy refuses one of its parameters. Only the caller knows which strategy was
 * asked and where the parameter was given, in an option or in a file, and should say so before the
 * message.
 */
public final class InvalidParameterException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  InvalidParameterException(String parameter, String message) {
    super(message);
    this.parameter = parameter;
  }

  /** The name of the parameter. */
  public String parameter() {
    return parameter;
  }
}
