package org.flatsearch.json;

import java.io.IOException;

/**
 * A file could not be written although its path is right: the disk is full or fails. The message is
 * complete and meant for the user, like that of {@link InvalidInputException}; earlier content is
 * unchanged, unless the message says so of files that belong together.
 */
public final class WriteFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with a complete message. */
  public WriteFailedException(String message, IOException cause) {
    super(message, cause);
  }

  @Override
  public synchronized IOException getCause() {
    return (IOException) super.getCause();
  }
}
