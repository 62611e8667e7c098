package org.flatsearch.plugin;

/**
 * A model, a space or a strategy, possibly a plug-in, failed because of a defect of its own.
 * Callers that have other work left can go on with it. The message names what failed.
 */
public abstract class PlugInFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with what was thrown, or null. */
  protected PlugInFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
