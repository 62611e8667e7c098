package org.flatsearch.search;

import org.flatsearch.json.InvalidInputException;

/**
 * A strategy refuses one of its parameters. Only who gave them knows where they stand, in an option
 * or in a file, and which strategy was asked; that is to be said before the message.
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
